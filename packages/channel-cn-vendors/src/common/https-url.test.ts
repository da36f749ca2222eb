import { describe, expect, it } from 'vitest'
import { httpsUrl } from './https-url.ts'

describe('httpsUrl', () => {
  it.each([
    ['https://example.com/A?b=c#d', 'https://example.com/A?b=c#d'],
    ['HTTPS://Example.com/A', 'https://Example.com/A'],
    ['https://例子.cn/消息', 'https://例子.cn/消息'],
    ['https://example.com/\ud800', 'https://example.com/\ufffd'],
    ['http://example.com', null],
    ['https://', null],
    ['https://exam ple.com', null],
    ['https://example.com/a\nb', null],
    [' https://example.com', null],
    ['', null],
  ])('of %j is %j', (stated, url) => {
    expect(httpsUrl(stated)).toBe(url)
  })
})
