import { describe, expect, it } from 'vitest'
import { formatIssue } from './format-mistake.ts'

describe('formatMistake', () => {
  it('is the line of the input errors', () => {
    expect(formatIssue('message.json', { pointer: '/push/enbled', message: 'unknown field', nearest: 'enabled' })).toBe(
      'message.json /push/enbled: unknown field, nearest "enabled"',
    )
  })

  it('shows the value, and names no field for the whole input', () => {
    expect(formatIssue('message.json', { pointer: '/push/ttl', message: 'expected an integer', value: '1.5' })).toBe(
      'message.json /push/ttl: expected an integer, got 1.5',
    )
    expect(formatIssue('message.json', { pointer: '', message: 'expected an object' })).toBe('message.json : expected an object')
  })

  it.each([
    ['a line break', '/a\nb', '/a\\u000ab'],
    ['a terminal escape', '/\u001b[31m', '/\\u001b[31m'],
    ['a change of direction', '/\u202e', '/\\u202e'],
    ['half of a pair', '/\ud800', '/\\ud800'],
  ])('lets no name smuggle %s into a terminal', (_, pointer, shown) => {
    expect(formatIssue('x', { pointer, message: 'unknown field' })).toBe(`x ${shown}: unknown field`)
  })

  it('leaves whole pairs alone', () => {
    expect(formatIssue('x', { pointer: '/😀', message: 'unknown field' })).toBe('x /😀: unknown field')
  })

  it('shortens what is very long', () => {
    expect(formatIssue('x', { pointer: `/${'y'.repeat(10_000)}`, message: 'unknown field' }).length).toBeLessThan(400)
  })
})
