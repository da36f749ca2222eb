import { describe, expect, it } from 'vitest'
import { retryAfter } from './retry-after.ts'

describe('retryAfter', () => {
  it.each([
    [{}, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': ' 30 ' }, 30],
    [{ 'retry-after': '999999999' }, 86_400],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 60],
    [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 0],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT' }, undefined],
  ])('reads %j as %s', (headers, seconds) => {
    expect(retryAfter(headers as Record<string, string>)).toBe(seconds)
  })
})
