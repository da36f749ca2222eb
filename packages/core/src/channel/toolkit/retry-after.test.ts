import { describe, expect, it } from 'vitest'
import { retryAfter } from './retry-after.ts'

describe('retryAfter', () => {
  it.each([
    [{}, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': ' 30 ' }, 30],
    [{ 'retry-after': '999999999' }, 86_400],
    [{ 'retry-after': '999999999999999999' }, 86_400],
    [{ 'retry-after': '9'.repeat(400) }, 86_400],
    [{ 'retry-after': '1.2' }, 2],
    [{ 'retry-after': '-1' }, undefined],
    [{ 'retry-after': '-1', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, undefined],
    [{ 'retry-after': '2030', date: 'garbage' }, 2030],
    [{ 'retry-after': 'Mon, 23 Nov 9999 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 86_400],
    [{ 'retry-after': 'Mon, 99 Nov 2026 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 60],
    [{ 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT', date: 'Mon, 23 Nov 2026 10:00:00 GMT' }, 0],
    [{ 'retry-after': 'Mon, 23 Nov 2026 10:01:00 GMT' }, undefined],
  ])('reads %j as %s', (headers, seconds) => {
    expect(retryAfter(headers as Record<string, string>)).toBe(seconds)
  })
})
