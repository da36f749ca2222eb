import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { AnyChannel, Inbound } from '../channel/contract.ts'
import { secret } from '../channel/secret.ts'
import { text } from '../channel/wire.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import { fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { mostBodyBytes, mostEvents } from './receipts.ts'

/** Takes what is signed; its body is so many deaths. */
const receipts: AnyChannel['receipts'] = ({ headers, body }, app) => {
  if (headers.signature?.split(',')[0] !== 'good') return null
  const count = Number(text(body))
  return {
    events: Array.from({ length: count }, (_, at) => ({ kind: 'gone' as const, token: secret(`dead-token-${at}`), app: app.app, code: '5', at: Number.NaN })),
    response: { status: 200, headers: {}, body: new Uint8Array() },
  }
}

function setUp(change: Partial<AnyChannel> = { receipts }) {
  const engine = createEngine({ channels: [fakeChannel('fake', change)], transport: fakeTransport().transport, clock: () => Date.UTC(2026, 10, 23) })
  const reports: TokenReport[] = []
  engine.tokens$.subscribe(report => reports.push(report))
  const receive = (inbound: unknown) => engine.receive('fake', 'com.example.chat', inbound as Inbound)
  return { receive, reports }
}
const post = (body: unknown, headers: unknown = { signature: 'good' }) => ({ method: 'POST', path: '/', headers, body })

describe('engine.receive', () => {
  it('reports what a host stores: token, channel, app and an RFC 3339 time', () => {
    const { receive, reports } = setUp()
    expect(receive(post('1'))).toMatchObject({ status: 200 })
    expect(reports).toEqual([
      {
        kind: 'gone',
        token: 'dead-token-0',
        channel: 'fake',
        app: 'com.example.chat',
        recipient: null,
        device: null,
        code: '5',
        at: '2026-11-23T00:00:00.000Z',
      },
    ])
    expect({ ...reports[0] }).toMatchObject({ token: 'dead-token-0' })
  })

  it('and what is printed or serialized of a report shows no token', () => {
    const { receive, reports } = setUp()
    receive(post('2'))
    expect(`${JSON.stringify(reports)} ${inspect(reports)} ${String(reports)}`).not.toContain('dead-token')
    expect(JSON.parse(JSON.stringify(reports[0]))).toMatchObject({ token: expect.stringMatching(/^#[0-9a-f]{8}$/), channel: 'fake' })
  })

  it.each<readonly [string, unknown]>([
    ['null', null],
    ['nothing', undefined],
    ['a text', 'body'],
    ['no headers', { method: 'POST', path: '/', body: '1' }],
    ['headers that are null', post('1', null)],
    ['headers that are no texts', post('1', { signature: 5, other: { a: 1 } })],
    ['a body that is a number', post(5)],
    ['no body', { method: 'POST', path: '/', headers: {} }],
    [
      'an accessor that throws',
      {
        get headers() {
          throw new TypeError('no')
        },
      },
    ],
  ])('refuses %s', (_, inbound) => {
    const { receive, reports } = setUp()
    expect(receive(inbound)).toBeNull()
    expect(reports).toEqual([])
  })

  it.each<readonly [string, unknown]>([
    ['a body that is a text', post('1')],
    ['a body that is a Buffer', post(Buffer.from('1'))],
    ['a header that came twice, as Node gives it', post('1', { signature: ['good', 'bad'] })],
    ['names in capitals', post('1', { Signature: 'good' })],
    ['Headers', post('1', new Headers({ signature: 'good' }))],
  ])('reads %s', (_, inbound) => {
    expect(setUp().receive(inbound)).toMatchObject({ status: 200 })
  })

  it('answers 413 to a body or a number of events beyond its bounds, and reports nothing', () => {
    const { receive, reports } = setUp()
    expect(receive(post('1'.padStart(mostBodyBytes + 1, ' ')))).toMatchObject({ status: 413 })
    expect(receive(post(new Uint8Array(mostBodyBytes + 1)))).toMatchObject({ status: 413 })
    expect(receive(post(String(mostEvents + 1)))).toMatchObject({ status: 413 })
    expect(reports).toEqual([])
    expect(receive(post(String(mostEvents)))).toMatchObject({ status: 200 })
  })

  it('refuses what its channel throws on', () => {
    const broken = setUp({
      receipts: () => {
        throw new TypeError('header.split is not a function')
      },
    })
    expect(broken.receive(post('1'))).toBeNull()
  })
})
