import { RouseError, type WireRequest } from '@rouse/core/channel'
import type { Broken } from './broken.fixture.ts'
import { type Echo, type EchoApp, echo, fullEcho, secret } from './echo.fixture.ts'

/** An echo that signs in a way of its own. */
const signing = (change: (request: WireRequest) => Partial<WireRequest>): Echo => ({
  ...echo,
  sign: (draft, credential, now) => {
    const request = echo.sign(draft, credential, now)
    return { ...request, ...change(request) }
  },
})

/** An echo whose credential lasts from one moment, in ms from now, to another. */
const lasting = (refresh: number, expire: number): Echo => ({
  ...echo,
  authorize: async (app, context) => ({ ...(await echo.authorize(app, context)), refreshAt: context.now + refresh, expiresAt: context.now + expire }),
})

/** An echo that fails in its own words where the sound one fails. */
const failing = (channel: Echo, when: (app: EchoApp) => boolean, error: Error): Echo => ({
  ...channel,
  authorize: async (app, context) =>
    channel.authorize(app, context).catch((reason: unknown) => {
      throw when(app) ? error : reason
    }),
})

const unusable = (app: EchoApp): boolean => app.secret === ''
const usable = (app: EchoApp): boolean => !unusable(app)

/** Channels whose `authorize` or `sign` is wrong. */
export const brokenCredentials: readonly Broken[] = [
  { what: 'has a credential that ended before it began', channel: lasting(-1, 1), fails: ['credential'] },
  { what: 'renews a credential after its end', channel: lasting(2, 1), fails: ['credential'] },
  { what: 'signs another method than its Draft shows', channel: signing(() => ({ method: 'GET' })), fails: ['credential'] },
  { what: 'signs for a host in the clear', channel: signing(() => ({ url: 'http://echo.example/' })), fails: ['credential'] },
  { what: 'signs a body that is no bytes', channel: signing(() => ({ body: 'text' as never })), fails: ['credential', 'shown'] },
  { what: 'drops a header when it signs', channel: signing(() => ({ headers: {} })), fails: ['credential'] },
  {
    what: 'changes a Draft when it signs',
    channel: { ...echo, sign: (draft, credential, now) => echo.sign(Object.assign(draft, { method: 'POST' }), credential, now) },
    fails: ['credential'],
  },
  { what: 'signs another body than its Draft shows', channel: signing(() => ({ body: new Uint8Array(2) })), fails: ['shown'] },
  {
    what: 'takes an unusable credential',
    channel: { ...echo, authorize: async (app, context) => echo.authorize({ ...app, secret }, context) },
    fails: ['refuses'],
  },
  { what: 'refuses an unusable credential with any error', channel: failing(echo, unusable, new Error('what?')), fails: ['refuses'] },
  {
    what: 'quotes a secret when it refuses a credential',
    channel: failing(echo, unusable, new RouseError('credential-invalid', `bad ${secret}`)),
    fails: ['refuses'],
  },
  {
    what: 'passes on a cause that quotes a secret',
    channel: failing(echo, unusable, new RouseError('credential-invalid', 'bad', { cause: new Error(`bad ${secret}`) })),
    fails: ['refuses'],
  },
  { what: 'fails with any error when the vendor does', channel: failing(fullEcho, usable, new Error('what?')), fails: ['survives'] },
  {
    what: 'quotes a secret when the vendor gives no token',
    channel: failing(fullEcho, usable, new RouseError('credential-invalid', `none for ${encodeURIComponent(secret)}`)),
    fails: ['survives'],
  },
]
