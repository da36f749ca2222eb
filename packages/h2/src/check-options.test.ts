import tls from 'node:tls'
import { RouseError } from '@rouse/core/transport'
import { describe, expect, it } from 'vitest'
import { h2 } from './h2.ts'
import type { H2Options } from './options.ts'

describe('the options of h2', () => {
  it.each<[what: string, options: H2Options]>([
    ['maxConnections', { maxConnections: 0 }],
    ['maxStreams', { maxStreams: 1.5 }],
    ['queue', { queue: -1 }],
    ['maxResponseBytes', { maxResponseBytes: Number.NaN }],
    ['connectTimeoutMs', { connectTimeoutMs: 0 }],
    ['pingIntervalMs', { pingIntervalMs: -1 }],
    ['pingTimeoutMs', { pingTimeoutMs: Number.NaN }],
    ['silenceMs', { silenceMs: 0 }],
    ['idlePingMs', { idlePingMs: 0 }],
    ['deadAfterMs', { deadAfterMs: Number.NaN }],
    ['maxAgeMs', { maxAgeMs: 0 }],
    ['unavailableAgeMs', { unavailableAgeMs: -1 }],
    ['unavailableAgeMs', { unavailableAgeMs: Number.NaN }],
    ['proxy', { proxy: 'proxy.example:8080' }],
    ['proxy', { proxy: 'https://user:hidden@proxy.example' }],
    ['proxy', { proxy: 'socks5://user:hidden@proxy.example' }],
    ['proxy', { proxy: 'user:hidden@' }],
    ['ca', { ca: 'hidden' }],
    ['ca', { ca: [tls.rootCertificates[0] as string, '-----BEGIN CERTIFICATE-----\nhidden\n-----END CERTIFICATE-----'] }],
  ])('%s out of bounds is refused when it is made: %j', (name, options) => {
    const make = () => h2(options)
    expect(make).toThrow(RouseError)
    expect(make).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(`"${name}"`) }))
    expect(make).not.toThrow('hidden')
  })

  it.each<[options: H2Options]>([
    [{}],
    [{ maxConnections: 1, maxStreams: 1, queue: 0, maxResponseBytes: 0 }],
    [{ maxConnections: Number.POSITIVE_INFINITY, queue: Number.POSITIVE_INFINITY, maxAgeMs: Number.POSITIVE_INFINITY, connectTimeoutMs: 0.5 }],
    [{ unavailableAgeMs: 0 }],
    [{ proxy: 'http://user:pw@proxy.example' }],
    [{ ca: tls.rootCertificates.slice(0, 2).join('\n') }],
  ])('%j is taken', async options => {
    await h2(options).close()
  })
})
