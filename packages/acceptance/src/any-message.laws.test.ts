import { describe, expect, it } from 'vitest'
import { pushAnything } from './any-message-run.ts'

describe('any message with any settings', () => {
  it('to a phone of every vendor is a request that its payload schema and its emulator take, in UTF-8 and bounded work', async () => {
    const report = await pushAnything(60, 1)
    expect(report.messages).toBe(60)
    expect(report.accepted).toBeGreaterThan(400)
  }, 120_000)
})
