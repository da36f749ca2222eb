import { type Answer, answerOf, bytes, type Draft, every, json, text, type WireResponse } from '@rouse/core/channel'
import type { Broken } from './broken.fixture.ts'
import { rendering } from './broken-render.fixture.ts'
import { draftOf, type Echo, type EchoBatch, echo, fullEcho, payloadOf, read, secret, validator } from './echo.fixture.ts'

/** An echo that sends another Draft. */
const sending = (change: (draft: ReturnType<typeof draftOf>, batch: EchoBatch) => Draft): Echo => ({
  ...echo,
  *send(batch) {
    return every(batch.targets, read(yield change(draftOf(batch), batch)))
  },
})

/** An echo that reads the vendor's words in a way of its own. */
const reading = (answer: (response: WireResponse, batch: EchoBatch) => object): Echo => ({
  ...echo,
  *send(batch) {
    return every(batch.targets, answer(yield draftOf(batch), batch) as Answer)
  },
})

/** As an echo reads, with fields of its own when the vendor is down. */
const whenDown = (answer: object): Echo => reading(response => (read(response).kind === 'accepted' ? read(response) : answer))

let calls = 0

/** Channels whose requests are wrong. */
export const brokenFit: readonly Broken[] = [
  { what: 'adds more than its own limit allows', channel: rendering(({ size }) => ({ size: size + 4000 })), fails: ['valid'] },
  { what: 'sends what its schema refuses', channel: echo, changes: { validatePayload: validator(['title', 'body', 'ext']) }, fails: ['valid', 'many'] },
  {
    what: 'sends bytes that are no UTF-8',
    channel: sending(draft => {
      const broken = Uint8Array.from(draft.body.json)
      broken.set([0xc3, 0x28], text(broken).indexOf('"title":"') + 9)
      return { ...draft, body: { json: broken } }
    }),
    fails: ['valid'],
  },
  { what: 'sends half a surrogate pair', channel: rendering(({ shown }) => payloadOf({ ...shown, ext: `${shown.ext}\ud800` })), fails: ['promises', 'valid'] },
  {
    what: 'writes a header in capitals',
    channel: sending(draft => ({ ...draft, headers: { ...draft.headers, 'X-Echo': '1' } })),
    fails: ['valid'],
  },
  {
    what: 'puts the title into a header',
    channel: sending((draft, { payload }) => ({ ...draft, headers: { ...draft.headers, 'x-title': payload.shown.title } })),
    fails: ['valid'],
  },
  {
    what: 'sends a shape of its own to many',
    channel: sending((draft, { targets, payload }) => {
      const tokens = targets.map(({ token }) => token.reveal())
      return targets.length > 1 ? { ...draft, body: { json: json({ ...payload.shown, tokens, to: 'many' }) } } : draft
    }),
    fails: ['many'],
  },
  { what: 'has one size for all texts', channel: rendering(() => ({ size: 7 })), fails: ['smaller'] },
  { what: 'counts characters where bytes count', channel: rendering(({ shown }) => ({ size: JSON.stringify(shown).length })), fails: ['smaller'] },
  {
    what: 'has an authorization in its Draft',
    channel: sending(draft => ({ ...draft, headers: { ...draft.headers, authorization: 'x' } })),
    fails: ['open', 'credential'],
  },
  { what: 'puts the secret into the URL', channel: sending(draft => ({ ...draft, url: `${draft.url}?key=${secret}` })), fails: ['open'] },
  {
    what: 'puts the secret into a request that stores',
    channel: {
      ...fullEcho,
      *prepare(payload, app) {
        yield { method: 'POST', url: 'https://echo.example/store', headers: {}, body: { form: [['key', app.secret]] } }
        return { handle: payload.key }
      },
    },
    fails: ['open'],
  },
  { what: 'sends in the clear', channel: sending(draft => ({ ...draft, url: 'http://echo.example/' })), fails: ['open', 'credential'] },
  {
    what: 'hides the token of a single target',
    channel: sending((draft, { payload, targets }) => (targets.length > 1 ? draft : { ...draft, body: { json: json({ ...payload.shown, tokens: [] }) } })),
    fails: ['open'],
  },
  {
    what: 'forgets all tokens but the first',
    channel: sending((_, batch) => draftOf({ ...batch, targets: batch.targets.slice(0, 1) })),
    fails: ['tokens'],
  },
  {
    what: 'sends to a token of its own beside them',
    channel: sending((draft, { targets }) => (targets.length > 1 ? { ...draft, headers: { 'x-copy': 'token-1001' } } : draft)),
    fails: ['tokens'],
  },
]

/** Channels whose generators or Answers are wrong. */
export const brokenAnswers: readonly Broken[] = [
  {
    what: 'answers for the first target only',
    channel: {
      ...echo,
      *send(batch) {
        return (yield* echo.send(batch)).slice(0, 1)
      },
    },
    fails: ['accepted', 'ends'],
  },
  { what: 'never says accepted', channel: reading(() => answerOf({ kind: 'unavailable' }, '1')), fails: ['accepted'] },
  { what: 'has a kind of Answer of its own', channel: whenDown({ kind: 'broken', code: '1' }), fails: ['ends'] },
  { what: 'has a code that is no text', channel: whenDown({ kind: 'unavailable', code: 1 }), fails: ['ends'] },
  { what: 'rejects by a fault of its own', channel: whenDown({ kind: 'rejected', fault: 'mine', code: '1' }), fails: ['ends'] },
  { what: 'stops for a bad message', channel: whenDown({ kind: 'rejected', fault: 'payload', credentialRejected: true, code: '1' }), fails: ['ends'] },
  { what: 'waits until before now', channel: whenDown({ kind: 'throttled', retryAfter: -1, code: '1' }), fails: ['ends'] },
  { what: 'has a first pause of less than nothing', channel: whenDown({ kind: 'unavailable', backoff: -1, code: '1' }), fails: ['ends'] },
  {
    what: 'asks until it is answered well',
    channel: {
      ...echo,
      *send(batch) {
        for (;;) {
          const answers = yield* echo.send(batch)
          if (answers[0]?.kind === 'accepted') return answers
        }
      },
    },
    fails: ['ends', 'silent'],
  },
  {
    what: 'asks once a target',
    channel: {
      ...echo,
      limits: { ...echo.limits, tokens: 1000 },
      *send(batch) {
        const all: Answer[] = []
        for (const target of batch.targets) all.push(...(yield* echo.send({ ...batch, targets: [target] })))
        return all
      },
    },
    fails: ['tokens', 'accepted', 'ends'],
  },
  {
    what: 'counts its own batches',
    channel: sending(draft => ({ ...draft, headers: { 'x-call': `${calls++}` } })),
    fails: ['keys', 'same'],
  },
  {
    what: 'sends the year',
    channel: sending(draft => ({ ...draft, headers: { 'x-year': `${new Date().getUTCFullYear()}` } })),
    fails: ['same'],
  },
  { what: 'changes its batch', channel: { ...echo, send: batch => echo.send(Object.assign(batch, { id: 'mine' })) }, fails: ['same'] },
  {
    what: 'holds on when it is ended',
    channel: {
      ...echo,
      *send(batch) {
        try {
          return yield* echo.send(batch)
        } finally {
          yield { method: 'GET', url: 'https://echo.example/', headers: {}, body: { empty: true } }
        }
      },
    },
    fails: ['early'],
  },
  {
    what: 'prepares without a handle',
    channel: {
      ...fullEcho,
      *prepare(_, app) {
        yield { method: 'POST', url: `https://echo.example/${app.app}`, headers: {}, body: { empty: true } }
        return { handle: '' }
      },
    },
    fails: ['prepares'],
  },
  {
    what: 'prepares with an Answer of its own kind',
    channel: {
      ...fullEcho,
      *prepare(_, app) {
        yield { method: 'POST', url: `https://echo.example/${app.app}`, headers: {}, body: { empty: true } }
        return { kind: 'broken', code: '1' } as never
      },
    },
    fails: ['prepares'],
  },
  {
    what: "repeats the vendor's words",
    channel: reading(response => ({ ...read(response), detail: text(response.body) })),
    fails: ['silent'],
  },
  {
    what: "repeats the start of the vendor's words",
    channel: reading(response => ({ ...read(response), detail: text(response.body).slice(0, 40) })),
    fails: ['silent'],
  },
  {
    what: 'quotes its secret in an Answer',
    channel: reading((response, { app }) => ({ ...read(response), detail: `refused ${encodeURIComponent(app.secret)}` })),
    fails: ['silent'],
  },
  {
    what: 'cannot read every callback',
    channel: { ...fullEcho, receipts: ({ body }) => ({ events: [], response: { status: 200, headers: {}, body: bytes(JSON.parse(text(body))) } }) },
    fails: ['callbacks'],
  },
  {
    what: 'answers a callback with no status',
    channel: { ...fullEcho, receipts: () => ({ events: [], response: { status: 0, headers: {}, body: bytes('') } }) },
    fails: ['callbacks'],
  },
]
