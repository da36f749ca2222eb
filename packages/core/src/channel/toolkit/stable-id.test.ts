import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerId, replaceId, shortId, stableInt, stableKey } from './stable-id.ts'

describe('stable ids', () => {
  it('takes the collapse key for the replace id where one is stated', () => {
    expect(replaceId('msg-1')).toBe('msg-1')
    expect(replaceId('msg-1', null)).toBe('msg-1')
    expect(replaceId('msg-1', 'typing')).toBe('typing')
  })

  it('gives the same number for the same text as another implementation of the same rule', () => {
    const other = (text: string) => ((createHash('sha256').update(text).digest().readUInt32BE(0) & 0x7fffffff) % 0x7fffffff) + 1
    for (const text of ['', 'msg-1', '群聊', 'a'.repeat(300)]) expect(stableInt(text)).toBe(other(text))
  })

  it('stays within 1…max for any text, lone surrogates too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(100, 0x7fffffff), (text, max) => {
        const value = stableInt(text, max)
        return Number.isInteger(value) && value >= 1 && value <= max && value === stableInt(text, max)
      }),
      { numRuns: 500 },
    )
    expect(stableInt('\ud800')).toBe(stableInt('\ufffd'))
  })

  it('makes keys of the asked length whose first character is a letter or a digit', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 32 }), (text, length) => {
        const key = stableKey(text, length)
        return key.length === length && /^[0-9A-Za-z][0-9A-Za-z_-]*$/.test(key) && key === stableKey(text, length)
      }),
      { numRuns: 500 },
    )
    expect(stableKey('msg-1', 20)).not.toBe(stableKey('msg-2', 20))
  })

  it('keeps an id of 64 bytes and hashes one of 65', () => {
    expect(shortId('x'.repeat(64))).toBe('x'.repeat(64))
    expect(shortId('x'.repeat(65))).toHaveLength(32)
    expect(shortId('群'.repeat(21))).toBe('群'.repeat(21))
    expect(shortId('群'.repeat(22))).toHaveLength(32)
    expect(shortId('')).toHaveLength(32)
  })

  it('hashes for a header whatever a header cannot hold', () => {
    expect(headerId('msg-1')).toBe('msg-1')
    expect(headerId('typing indicator')).toBe('typing indicator')
    for (const bad of ['', ' a', 'a ', 'a\nb', 'a\r\napns-topic: x', '消息', 'x'.repeat(65), 'a\u007f']) expect(headerId(bad)).toMatch(/^[0-9A-Za-z_-]{32}$/)
  })
})
