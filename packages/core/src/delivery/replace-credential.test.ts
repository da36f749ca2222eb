import { describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { RouseError } from '../model/errors.ts'
import { ok, rig, scriptedChannel } from './testing.fixture.ts'

interface HostedApp extends App {
  readonly host?: string
  readonly secret?: string
}
const hour = 3_600_000

function hosted(changes: { readonly apps?: readonly App[] } = {}) {
  const base = scriptedChannel()
  return scriptedChannel({
    apps: [{ app: 'com.example', host: 'one.example', secret: 'old' } as HostedApp],
    appSchema: {
      type: 'object',
      required: ['app'],
      additionalProperties: false,
      properties: {
        app: { type: 'string' },
        environment: { type: 'string' },
        region: { type: 'string' },
        host: { type: 'string', pattern: '^[a-z.]+$' },
        secret: { type: 'string' },
      },
    },
    checkApp: app => ((app as HostedApp).secret === 'unreadable' ? [{ pointer: '/secret', message: 'cannot be read' }] : []),
    *send(batch, handle) {
      const exchange = base.send(batch, handle)
      const first = exchange.next()
      if (first.done === true) return first.value
      const response = yield { ...first.value, url: `https://${(batch.app as HostedApp).host}/send` }
      const last = exchange.next(response)
      return last.done === true ? last.value : []
    },
    authorize: async (app, { now }) => {
      const { secret = '' } = app as HostedApp
      if (secret === 'refused') throw new RouseError('credential-invalid', 'the vendor refuses the secret')
      return { value: secret, refreshAt: now + hour / 2, expiresAt: now + hour }
    },
    ...changes,
  })
}

describe('replaceCredential', () => {
  it('puts all of the entry in force: host and secret, also for jobs that hold the old entry', async () => {
    const { delivery, deliver, transport, channel, app } = rig(() => ok, { channel: hosted() })
    await deliver(1)
    const replaced = await delivery.replaceCredential(channel, { app: 'com.example', host: 'two.example', secret: 'new' } as HostedApp)
    expect(replaced).toEqual([{ from: app, to: { app: 'com.example', host: 'two.example', secret: 'new' } }])
    await deliver(1)
    await deliver(1, { app: replaced[0]?.to as App })
    expect(transport.seen.map(({ url, authorization }) => `${url} ${authorization}`)).toEqual([
      'https://one.example/send old',
      'https://two.example/send new',
      'https://two.example/send new',
    ])
  })

  it.each<readonly [string, unknown, string | null]>([
    ['its schema refuses', { app: 'com.example', host: 'evil.example/?' }, '/host'],
    ['has an unknown field', { app: 'com.example', hots: 'x' }, '/hots'],
    ['its checkApp refuses', { app: 'com.example', secret: 'unreadable' }, '/secret'],
    ['is of another app', { app: 'com.other' }, '/app'],
    ['is null', null, ''],
    ['is missing', undefined, ''],
    ['is a text', 'com.example', ''],
    ['is an array', [], ''],
    [
      'throws when it is read',
      {
        get app() {
          throw new Error('hunter2')
        },
      },
      '',
    ],
    ['holds a bigint', { app: 'com.example', host: 10n }, '/host'],
    ['holds a symbol', { app: Symbol('x') }, '/app'],
    ['the vendor refuses', { app: 'com.example', secret: 'refused', host: 'two.example' }, null],
  ])('refuses an entry that %s, and leaves the old one in force, also an hour later', async (_, entry, pointer) => {
    const { delivery, deliver, transport, channel, time } = rig(() => ok, { channel: hosted() })
    await deliver(1)
    const error = await delivery.replaceCredential(channel, entry as App).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RouseError)
    expect(error).toMatchObject(pointer === null ? { code: 'credential-invalid' } : { code: 'config-invalid', mistakes: [{ pointer }] })
    expect(String((error as RouseError).message)).not.toMatch(/evil|hunter2|unreadable/)
    await deliver(1)
    time.now += hour + 1
    expect(await deliver(1)).toMatchObject([{ status: 'accepted' }])
    expect(new Set(transport.seen.map(({ url, authorization }) => `${url} ${authorization}`))).toEqual(new Set(['https://one.example/send old']))
  })

  it('replaces what a factory made of the entry for other environments, each for its own', async () => {
    const open: HostedApp = { app: 'com.example', host: 'one.example', secret: 'old' }
    const { delivery, channel } = rig(() => ok, { channel: hosted({ apps: [open, { ...open, environment: 'development' }] }) })
    expect(await delivery.replaceCredential(channel, { ...open, secret: 'new' } as App)).toMatchObject([
      { to: { secret: 'new' } },
      { to: { secret: 'new', environment: 'development' } },
    ])
    expect(await delivery.replaceCredential(channel, { ...open, secret: 'newest' } as App)).toHaveLength(2)
  })

  it('takes one replacement after another: the last one asked for is in force', async () => {
    const { delivery, deliver, transport, channel } = rig(() => ok, { channel: hosted() })
    await Promise.all(['a', 'b', 'c'].map(secret => delivery.replaceCredential(channel, { app: 'com.example', host: 'one.example', secret } as HostedApp)))
    await deliver(1)
    expect(transport.seen.at(-1)?.authorization).toBe('c')
  })
})
