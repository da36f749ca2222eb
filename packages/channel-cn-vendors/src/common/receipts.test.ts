import { text } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { kindOf, takenWith } from './receipts.ts'

describe('parts of receipts', () => {
  it('know only codes of the table itself', () => {
    expect(kindOf({ '1': 'delivered' }, '1')).toBe('delivered')
    expect(kindOf({ '1': 'delivered' }, '2')).toBeUndefined()
    expect(kindOf({ '1': 'delivered' }, 'toString')).toBeUndefined()
  })

  it('answer 200 with JSON', () => {
    expect(takenWith()).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    expect(text(takenWith('{"code":0}').body)).toBe('{"code":0}')
  })
})
