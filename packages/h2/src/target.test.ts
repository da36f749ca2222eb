import { describe, expect, it } from 'vitest'
import { isPlain, targetOf } from './target.ts'

const origin = 'https://push.example'

describe('a URL', () => {
  it.each(['/3/device/00ff', '/v1/projects/a-b/messages:send', '/3/device/../a.b', '/x?a=b&c=%20', '/'])('%s goes as it is', path => {
    expect(isPlain(origin + path, origin)).toBe(true)
    expect(targetOf(origin + path, false)).toEqual({ origin, url: origin + path })
  })

  it.each([
    ['/a b', '/a%20b'],
    ['/a\\b', '/a/b'],
    ['/a#part', '/a'],
    ['/ü', '/%C3%BC'],
    ['', '/'],
    ['?a', '/?a'],
  ])('%j goes the long way, as %j', (path, expected) => {
    expect(isPlain(origin + path, origin)).toBe(false)
    expect(targetOf(origin + path, false)).toEqual({ origin, url: origin + expected })
  })

  it.each(['https://push.example.evil/3', 'https://push.example:8443/3', 'https://push.example@evil/3', 'https://other.example/3'])(
    '%s is of another origin',
    url => {
      expect(isPlain(url, origin)).toBe(false)
    },
  )

  it.each([
    ['http://push.example/secret', 'use https'],
    ['ftp://push.example/secret', 'use https'],
    ['https://user:pw@push.example/secret', 'user name'],
    ['/3/device/secret', 'absolute'],
    ['https://', 'absolute'],
  ])('%s is refused, and its path is not told', (url, what) => {
    expect(() => targetOf(url, false)).toThrow(expect.objectContaining({ code: 'protocol', taken: false, message: expect.stringContaining(what) }))
    expect(() => targetOf(url, false)).not.toThrow(/secret|pw/)
  })

  it('may be http: where prior knowledge was stated', () => {
    expect(targetOf('http://127.0.0.1:80/a', true)).toEqual({ origin: 'http://127.0.0.1', url: 'http://127.0.0.1/a' })
  })
})
