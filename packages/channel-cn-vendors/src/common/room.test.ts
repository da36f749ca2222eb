import { describe, expect, it } from 'vitest'
import { roomBeside, sizeOf } from './room.ts'

describe('the room for what a message states for one vendor', () => {
  it('is what the limit leaves beside the fixed parts and 600 bytes of text, counted in UTF-8', () => {
    expect(roomBeside(4096)).toBe(3496)
    expect(roomBeside(4096, '消'.repeat(100), 'x')).toBe(3195)
    expect(sizeOf('消', 'x', '')).toBe(4)
  })

  it('is never less than none', () => {
    expect(roomBeside(1024, 'x'.repeat(2000))).toBe(0)
  })
})
