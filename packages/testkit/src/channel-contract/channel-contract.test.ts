import {
  type AnyChannel,
  type App,
  answerOf,
  bytes,
  type Channel,
  defineChannel,
  every,
  json,
  type Payload,
  parse,
  RouseError,
  type Validator,
} from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { type ChannelContractOptions, channelContract, channelContractTests } from './channel-contract.ts'
import { jsonResponse } from './requests.ts'

type Sound = Channel<EchoPayload, EchoApp, string>
interface EchoApp extends App {
  readonly secret: string
}
interface EchoPayload extends Payload {
  readonly title: string
  readonly body: string
  readonly ext: string
}

const secret = 'a-made-up-secret'
/** Takes objects with these fields alone; says which are too many, as ajv does. */
function validator(known: readonly string[]): Validator {
  const validate: Validator = value => {
    const unknown = typeof value === 'object' && value !== null ? Object.keys(value).filter(key => !known.includes(key)) : []
    validate.errors = unknown.map(additionalProperty => ({ instancePath: '', keyword: 'additionalProperties', params: { additionalProperty } }))
    return typeof value === 'object' && value !== null && unknown.length === 0
  }
  return validate
}

/** A channel as small as one can be, that keeps the contract. */
const sound: Sound = {
  name: 'echo',
  capabilities: { sound: 'default-only', silent: false, badge: 'none', image: false, ext: true, replace: false, recall: false, click: [] },
  limits: { tokens: 2, payload: 4000, token: /^[a-z0-9-]+$/ },
  apps: [{ app: 'a', secret }],
  appSchema: { $id: 'echo-app' },
  settingsSchema: { $id: 'echo-settings' },
  validators: { app: validator(['app', 'secret']), settings: validator([]) },
  misfit: ({ platform }) => (platform === 'web' ? 'not on the web' : null),
  render: ({ title, body, ext, ttl }) => {
    const shown = { title, body, ext: ext?.text ?? '' }
    const notes = ttl === 0 ? [{ code: 'ttl-adjusted', detail: 'an echo comes when it comes' }] : []
    return { ...shown, key: JSON.stringify(shown), size: json(shown).length, quotaClass: 'all', notes }
  },
  *send({ payload: { title, body, ext }, targets }) {
    const tokens = targets.map(({ token }) => token.reveal())
    const response = yield {
      method: 'POST',
      url: 'https://echo.example/',
      headers: { 'content-type': 'application/json' },
      body: { json: json({ title, body, ext, tokens }) },
    }
    return every(
      targets,
      answerOf(response.status === 200 && parse(response.body).ok === true ? { kind: 'accepted' } : { kind: 'unavailable' }, `${response.status}`),
    )
  },
  authorize: async app => {
    if (app.secret === '') throw new RouseError('credential-invalid', 'give secret')
    return { value: app.secret, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }
  },
  sign: ({ method, url, headers, body }, { value }) => ({
    method,
    url,
    headers: { ...headers, authorization: value },
    body: 'json' in body ? body.json : bytes(''),
  }),
}

const optionsOf = (channel: () => Sound, changes: Partial<ChannelContractOptions> = {}): ChannelContractOptions => ({
  name: 'echo',
  newChannel: (): AnyChannel => defineChannel(channel()),
  newMalformed: () => defineChannel(channel()),
  validatePayload: validator(['title', 'body', 'ext', 'tokens']),
  token: n => `token-${n}`,
  accepted: () => jsonResponse(200, { ok: true }),
  brokenApps: [{ app: 'a', secret: '' } as EchoApp],
  secrets: [secret],
  device: { id: 'd', platform: 'android', maker: 'echo' },
  ...changes,
})

channelContract(optionsOf(() => sound))

let calls = 0

/** Channels that break the contract in one point each, and the test that must tell. */
const broken: readonly (readonly [what: string, test: string, channel: Sound, changes?: Partial<ChannelContractOptions>])[] = [
  ['takes a token with a space', 'describes itself completely', { ...sound, limits: { ...sound.limits, token: /./ } }],
  ['has no compiled validators', 'brings its validators compiled, for hosts that may not generate code', { ...sound, validators: {} }],
  [
    'has a compiled validator for no schema',
    'brings its validators compiled, for hosts that may not generate code',
    { ...sound, validators: { ...sound.validators, options: validator([]) } },
  ],
  [
    'refuses its own app entry',
    'accepts its own app entries, options and sample settings, and refuses unknown fields',
    { ...sound, validators: { ...sound.validators, app: validator(['app']) } },
  ],
  [
    'takes any field of an app entry',
    'accepts its own app entries, options and sample settings, and refuses unknown fields',
    { ...sound, validators: { ...sound.validators, app: validator(['app', 'secret', 'nonsense']) } },
  ],
  [
    'refuses a sample of its settings',
    'accepts its own app entries, options and sample settings, and refuses unknown fields',
    sound,
    { settings: [{ colour: 'red' }] },
  ],
  ['promises to recall and cannot', 'describes itself completely', { ...sound, capabilities: { ...sound.capabilities, recall: true } }],
  [
    'promises an image and shows none',
    'does what its capabilities promise, or says in a note that it cannot',
    { ...sound, capabilities: { ...sound.capabilities, image: true } },
  ],
  [
    'promises to replace and sends the same for any replace id',
    'does what its capabilities promise, or says in a note that it cannot',
    { ...sound, capabilities: { ...sound.capabilities, replace: true } },
  ],
  [
    'takes now or never for any other ttl, without a word',
    'does what its capabilities promise, or says in a note that it cannot',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), notes: [] }) },
  ],
  [
    'drops an ext without a word',
    'does what its capabilities promise, or says in a note that it cannot',
    { ...sound, render: ({ ext: _, ...n }, app) => sound.render(n, app) },
  ],
  [
    'shows any count alike on a badge alone',
    'shows a count on a badge alone, and renders it purely',
    {
      ...sound,
      capabilities: { ...sound.capabilities, badge: 'absolute' },
      renderBadge: () => ({ title: '', body: '', ext: '', key: 'badge', size: 1, quotaClass: 'all', notes: [] }),
    },
  ],
  [
    'counts its own batches',
    'makes the same requests of the same batch: frozen input, nothing remembered',
    { ...sound, send: batch => sound.send({ ...batch, payload: { ...batch.payload, title: `${calls++}` } }) },
  ],
  [
    'changes its batch',
    'makes the same requests of the same batch: frozen input, nothing remembered',
    {
      ...sound,
      send: batch => {
        Object.assign(batch, { id: 'mine' })
        return sound.send(batch)
      },
    },
  ],
  [
    'holds on when it is ended',
    'ends at once when it is ended early',
    {
      ...sound,
      *send(batch) {
        try {
          return yield* sound.send(batch)
        } finally {
          yield { method: 'GET', url: 'https://echo.example/', headers: {}, body: { empty: true } }
        }
      },
    },
  ],
  [
    'prepares without a handle',
    'prepares with a handle or an Answer, whatever comes back',
    {
      ...sound,
      *prepare() {
        const response = yield { method: 'POST', url: 'https://echo.example/', headers: {}, body: { empty: true } }
        return { handle: String(parse(response.body).data ?? '') }
      },
    },
  ],
  [
    'signs another body than its Draft shows',
    'sends a JSON body as its Draft shows it',
    { ...sound, sign: (draft, credential, now) => ({ ...sound.sign(draft, credential, now), body: bytes('{}') }) },
  ],
  [
    'drops a header when it signs',
    'gets a credential that is renewed before it ends, and signs a frozen Draft with it',
    { ...sound, sign: (draft, credential, now) => ({ ...sound.sign(draft, credential, now), headers: {} }) },
  ],
  [
    'throws on a malformed config',
    'does not throw when it is made with a malformed config',
    sound,
    {
      newMalformed: () => {
        throw new Error('bad config')
      },
    },
  ],
  [
    'needs to know the maker',
    'fits its sample device, and no absent fact rules it out',
    { ...sound, misfit: ({ maker }) => (maker === 'echo' ? null : 'who made it?') },
  ],
  [
    'renders differently each time',
    'renders purely: frozen input, the same output twice',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), title: `${calls++}` }) },
  ],
  [
    'mutates the notification',
    'renders purely: frozen input, the same output twice',
    {
      ...sound,
      render: (n, app) => {
        Object.assign(n, { title: 'mine' })
        return sound.render(n, app)
      },
    },
  ],
  [
    'has one key for all payloads',
    'gives equal keys only to payloads that make equal requests',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), key: 'same' }) },
  ],
  [
    'notes without a word',
    'tells in notes, with a code and a sentence, what it cannot',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), notes: [{ code: 'Odd', detail: '' }] }) },
  ],
  [
    'adds more than its own limit allows',
    'makes requests that its payload schema accepts, in valid UTF-8 and within its limits, of any notification',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), size: 5000 }) },
  ],
  [
    'sends what its schema refuses',
    'makes requests that its payload schema accepts, in valid UTF-8 and within its limits, of any notification',
    sound,
    { validatePayload: validator(['title']) },
  ],
  ['has one size for all texts', 'says a smaller size for a shorter text', { ...sound, render: (n, app) => ({ ...sound.render(n, app), size: 7 }) }],
  [
    'puts the secret into the draft',
    'shows its request without any credential: no secret in it, and the tokens it is for',
    { ...sound, render: (n, app) => ({ ...sound.render(n, app), title: app.secret }) },
  ],
  [
    'forgets all tokens but the first',
    'puts every token of a batch into the request, and no other',
    { ...sound, send: batch => sound.send({ ...batch, targets: batch.targets.slice(0, 1) }) },
  ],
  [
    'answers for the first target only',
    'answers accepted for every target when the vendor takes them',
    {
      ...sound,
      *send(batch) {
        return (yield* sound.send(batch)).slice(0, 1)
      },
    },
  ],
  [
    'asks for ever',
    'ends after few requests whatever comes back, with one Answer a target',
    {
      ...sound,
      *send(batch) {
        for (;;) {
          const answers = yield* sound.send(batch)
          if (answers[0]?.kind === 'accepted') return answers
        }
      },
    },
  ],
  [
    "repeats the vendor's words",
    'lets no token into an Answer, even when the vendor echoes the request',
    {
      ...sound,
      *send(batch) {
        const response = yield {
          method: 'POST',
          url: 'https://echo.example/',
          headers: {},
          body: { json: json({ tokens: batch.targets.map(({ token }) => token.reveal()) }) },
        }
        return every(batch.targets, answerOf({ kind: 'unavailable' }, '500', { detail: String(parse(response.body).reason) }))
      },
    },
  ],
  [
    'cannot read every callback',
    'reads any callback without throwing',
    { ...sound, receipts: inbound => ({ events: [], response: JSON.parse(new TextDecoder().decode(inbound.body)) }) },
  ],
  [
    'has a credential that ended before it began',
    'gets a credential that is renewed before it ends, and signs a frozen Draft with it',
    { ...sound, authorize: async () => ({ value: '', refreshAt: 0, expiresAt: 0 }) },
  ],
  [
    'quotes its secret in an error',
    'refuses an unusable credential with a RouseError that quotes no secret',
    { ...sound, authorize: async () => Promise.reject(new RouseError('credential-invalid', `bad ${secret}`)) },
  ],
  [
    'fails with any error when the vendor does',
    'survives any answer to a request for a credential, and quotes no secret',
    { ...sound, authorize: async () => Promise.reject(new Error('what?')) },
  ],
]

describe('the contract suite', () => {
  for (const [what, name, channel, changes] of broken) {
    it(`tells of a channel that ${what}`, async () => {
      const test = channelContractTests.find(each => each.name === name)
      expect(test, `no test "${name}"`).toBeDefined()
      await expect(Promise.resolve().then(() => test?.run(optionsOf(() => channel, changes)))).rejects.toThrow()
    })
  }

  it('has every test of its told by some broken channel', () => {
    const told = new Set(broken.map(([, test]) => test))
    expect(channelContractTests.map(test => test.name).filter(name => !told.has(name))).toEqual([])
  })

  it('refuses to skip a test that it does not have', () => {
    expect(() => channelContract(optionsOf(() => sound, { skip: [{ reason: 'no', tests: ['nonsense'] }] }))).toThrow(
      'skip names no test of the suite: "nonsense"',
    )
  })
})
