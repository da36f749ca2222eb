import { describe, expect, it } from 'vitest'
import { originOf } from './origin.ts'

describe('originOf', () => {
  it.each([
    [undefined, undefined, 'https://push.example.com'],
    [undefined, 443, 'https://push.example.com'],
    [undefined, 8443, 'https://push.example.com:8443'],
    ['127.0.0.1', 9, 'https://127.0.0.1:9'],
    ['proxy', undefined, 'https://proxy'],
  ])('of host %s and port %s is %s', (host, port, origin) => {
    expect(originOf('push.example.com', host, port)).toBe(origin)
  })
})
