import { describe, expect, it } from 'vitest'
import { type Codes, meaningOf } from './meaning.ts'

describe('meaningOf', () => {
  it('is what config says of a code', () => {
    expect(meaningOf({ '41': 'gone' }, '41')).toEqual({ kind: 'gone' })
    expect(meaningOf({ '41': 'payload' }, '41')).toEqual({ kind: 'rejected', fault: 'payload' })
    expect(meaningOf({ '41': 'exhausted' }, '41')).toEqual({ kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } })
  })

  it('is nothing where config says nothing, or nothing that can be read', () => {
    for (const codes of [undefined, {}, { '42': 'gone' }, { '41': 'dead' }, { '41': 'toString' }, 5]) {
      expect(meaningOf(codes as Codes | undefined, '41')).toBeUndefined()
    }
    expect(meaningOf({}, 'toString')).toBeUndefined()
  })
})
