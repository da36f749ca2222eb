import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Engine, type TokenReport } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox } from '@rouse/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { app } from './scene.fixture.ts'

const at = 1_795_500_000_000
const json = (value: unknown) => JSON.stringify(value)
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

/** What each vendor posts, by its sheet, and what comes of it. */
const callbacks: readonly (readonly [vendor: string, body: string, receipts: readonly string[], tokens: readonly string[]])[] = [
  [
    'huawei',
    json({
      statuses: [
        { token: 'h1', status: 0, timestamp: at, requestId: 'r' },
        { token: 'h2', status: 5, timestamp: at, requestId: 'r' },
      ],
    }),
    ['delivered h1'],
    // Nothing signs it here: a stranger's receipt ends no registration.
    ['unreachable h2'],
  ],
  [
    'harmony',
    json({
      statuses: [
        { token: 'm1', pushType: 0, requestId: 'r', deliveryStatus: { result: 0, timestamp: at } },
        { token: 'm2', deliveryStatus: { result: 2, timestamp: at } },
      ],
    }),
    ['delivered m1'],
    ['unreachable m2'],
  ],
  ['honor', json({ statuses: [{ token: 'o1', status: 0, timestamp: at, requestId: 'r' }] }), ['delivered o1'], []],
  [
    'xiaomi',
    form({
      data: json({
        slm1: { type: 1, targets: 'x1', timestamp: at },
        slm2: { type: 2, targets: 'x1' },
        slm3: { type: 16, targets: 'x2,x3' },
        slm4: { type: 32, targets: 'x4' },
        slm5: { type: 1024, targets: 'x5' },
      }),
    }),
    ['delivered x1', 'clicked x1', 'expired x5'],
    // No `callback.param` is configured, so nothing proves that Xiaomi posted them.
    ['unreachable x2', 'unreachable x3', 'unreachable x4'],
  ],
  [
    'oppo',
    json([
      { messageId: 'm1', appId: 'a', registrationIds: 'p1', eventTime: at, eventType: 'push_arrive' },
      { messageId: 'm1', appId: 'a', registrationIds: 'p2', eventTime: at, eventType: 'regid_invalid' },
      { messageId: 'm1', appId: 'a', registrationIds: 'p3', eventTime: at, eventType: 'user_daily_limit' },
    ]),
    ['delivered p1'],
    ['unreachable p2', 'exhausted p3'],
  ],
  ['vivo', json({ t1: { targets: 'v1,v2', ackTime: at } }), ['delivered v1', 'delivered v2'], []],
  ['meizu', form({ cb: json({ 'NS-1-1': { type: 1, targets: ['z1'] }, 'NS-1-2': { type: 2, targets: ['z1'] } }) }), ['delivered z1', 'clicked z1'], []],
]

let engine: Engine
const heard: { readonly receipts: TokenReport[]; readonly tokens: TokenReport[] } = { receipts: [], tokens: [] }

beforeAll(async () => {
  const sandbox = await startSandbox()
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { channels: Record<string, object> }
  await sandbox.close()
  const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, (config: object) => AnyChannel>>
  const channels = Object.entries(config.channels).map(([name, entry]) => (factories[name] as (config: object) => AnyChannel)(entry))
  engine = createEngine({ channels, transport: nodeTransport() })
  engine.receipts$.subscribe(report => heard.receipts.push(report))
  engine.tokens$.subscribe(report => heard.tokens.push(report))
})
afterAll(() => engine.close())

it.each(callbacks)('a callback of %s comes out of the one stream of receipts and the one of tokens', (vendor, body, receipts, tokens) => {
  heard.receipts.length = 0
  heard.tokens.length = 0
  const response = engine.receive(vendor, app, { method: 'POST', path: `/${vendor}`, headers: {}, body: new TextEncoder().encode(body) })
  expect(response?.status).toBe(200)
  const words = (reports: readonly TokenReport[]) => reports.map(({ kind, token }) => `${kind} ${token}`)
  expect(words(heard.receipts)).toEqual(receipts)
  expect(words(heard.tokens)).toEqual(tokens)
  for (const report of [...heard.receipts, ...heard.tokens]) expect(report).toMatchObject({ channel: vendor, app, recipient: null, device: null })
})

it.each(['apns', 'fcm', 'pigeon'])('%s calls nobody back', vendor => {
  expect(engine.receive(vendor, app, { method: 'POST', path: '/', headers: {}, body: new Uint8Array() })).toBeNull()
})
