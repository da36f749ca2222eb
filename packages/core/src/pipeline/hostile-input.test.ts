import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import { createExplainer } from '../engine/explain.ts'
import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'

const trap = (): never => {
  throw new TypeError('s3cr3t words of the host')
}
const revoked = (target: object): never => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy as never
}
const setUp = () => {
  const { transport, sent } = fakeTransport()
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport }), sent }
}
const refusal = async (call: () => unknown): Promise<RouseError> => {
  try {
    await call()
  } catch (error) {
    if (error instanceof RouseError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('recipients that are no list of recipients', () => {
  it.each<[string, () => unknown]>([
    ['null', () => null],
    ['nothing', () => undefined],
    ['a text', () => 'a'.repeat(1_000_000)],
    ['an array-like', () => ({ length: 1e9, 0: aRecipient('a') })],
    ['a Set', () => new Set([aRecipient('a')])],
    ['a million numbers', () => Array.from({ length: 1_000_000 }, () => 1)],
    ['a million holes', () => new Array(1_000_000)],
    ['holes', () => [aRecipient('a')].concat(new Array(300))],
    ['a revoked Proxy', () => revoked([])],
    ['a Proxy that lies about its length', () => new Proxy([], { get: (target, key) => (key === 'length' ? 1e9 : Reflect.get(target, key)) })],
    ['a Proxy that throws', () => new Proxy([], { get: trap })],
  ])('%s are refused in a message of bounded size', async (_, make) => {
    const { engine, sent } = setUp()
    for (const call of [
      () => engine.push(aMessage(), make() as never),
      () => engine.submit(aMessage(), make() as never),
      () => engine.revoke(aMessage(), make() as never),
    ]) {
      const error = await refusal(call)
      expect(error.code).toBe('recipient-invalid')
      expect(error.mistakes.length).toBeLessThanOrEqual(100)
      expect(error.message.length).toBeLessThan(10_000)
      expect(error.message).not.toContain('s3cr3t')
    }
    expect(sent).toEqual([])
  })
})

describe('one malformed recipient', () => {
  const odd: readonly unknown[] = [null, 5, 'alice', { id: 'mallory' }, { id: 'mallory', devices: 'none' }, revoked({}), { id: 'x'.repeat(300), devices: [] }]

  it('stops no other, in push, submit, run and revoke', async () => {
    const { engine } = setUp()
    const recipients = [aRecipient('alice'), ...odd, aRecipient('bob')] as readonly Recipient[]
    const isRight = (outcomes: readonly Outcome[], others: number) => {
      const bad = outcomes.filter(({ status, fault }) => status === 'failed' && fault === 'message')
      expect(bad.map(({ recipient }) => recipient)).toEqual([null, null, null, 'mallory', 'mallory', null, null])
      // Without an id, its place in the list says which one it is.
      expect(bad.filter(({ recipient }) => recipient === null).map(({ detail }) => /recipients \/(\d+)/.exec(detail ?? '')?.[1])).toEqual([
        '1',
        '2',
        '3',
        '6',
        '7',
      ])
      expect(outcomes).toHaveLength(bad.length + others)
    }
    isRight(await engine.push(aMessage({ id: 'a' }), recipients), 2)
    const pages = {
      async *pages() {
        yield { recipients, cursor: '' }
      },
    }
    isRight(await lastValueFrom(engine.run(from([aMessage({ id: 'b' })]), pages).pipe(toArray())), 2)
    isRight(
      await engine.revoke(aMessage({ id: 'c' }), recipients),
      (await engine.revoke(aMessage({ id: 'c' }), [aRecipient('alice'), aRecipient('bob')])).length,
    )
    const heard: Outcome[] = []
    engine.outcomes$.subscribe(outcome => heard.push(outcome))
    await engine.submit(aMessage({ id: 'd' }), recipients)
    await engine.close()
    isRight(heard, 2)
  })

  it('is named by its place in the whole, also in a later page', async () => {
    const { engine } = setUp()
    const many = Array.from({ length: 2500 }, (_, i) => ({ id: `u${i}`, devices: [] }) as Recipient)
    const outcomes = await engine.push(aMessage(), [...many, 5 as never])
    expect(outcomes.filter(({ fault }) => fault !== null)).toMatchObject([{ detail: 'recipients /2500: expected an object, got 5' }])
    expect(outcomes).toHaveLength(2501)
  })
})

describe('options of a call', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'now'],
    ['NaN for now', { now: Number.NaN }],
    ['a time beyond what Date has', { now: 9e15 }],
    ['a text for now', { now: '2026-01-01' }],
    ['a key that is no text', { idempotencyKey: {} }],
    ['an empty key', { idempotencyKey: '' }],
    ['a name that there is not', { nonsense: 1 }],
    ['an accessor that throws', Object.defineProperty({}, 'now', { get: trap, enumerable: true })],
    ['a revoked Proxy', revoked({})],
  ])('that are %s are refused', async (_, options) => {
    const { engine, sent } = setUp()
    for (const call of [
      () => engine.push(aMessage(), [aRecipient('alice')], options as never),
      () => engine.submit(aMessage(), [aRecipient('alice')], options as never),
      () => engine.explain(aMessage(), aRecipient('alice'), options as never),
    ]) {
      expect((await refusal(call)).code).toBe('config-invalid')
    }
    expect(sent).toEqual([])
  })
})

describe('a directory', () => {
  it.each<[string, (message: Message) => unknown]>([
    ['yields {}', () => pagesOf({})],
    ['yields 5', () => pagesOf(5)],
    ['yields null', () => pagesOf(null)],
    ['yields { recipients: null }', () => pagesOf({ recipients: null })],
    ['yields { recipients: 5 }', () => pagesOf({ recipients: 5 })],
    ['yields an array-like', () => pagesOf({ recipients: { length: 3 } })],
    ['yields a revoked Proxy', () => pagesOf(revoked({}))],
    ['throws a revoked Proxy', () => throwing(revoked({}))],
    ['throws an Error', () => throwing(new Error('s3cr3t://user:password@db'))],
    ['returns nothing', () => undefined],
    ['throws at once', trap],
  ])('that %s is one Outcome, in which the host’s words are not, and the next message follows', async (_, pages) => {
    const { engine } = setUp()
    const directory = { pages: (message: Message) => (message.id === 'bad' ? pages(message) : pagesOf({ recipients: [aRecipient('alice')] })) as never }
    const outcomes = await lastValueFrom(engine.run(from([aMessage({ id: 'bad' }), aMessage({ id: 'good' })]), directory).pipe(toArray()))
    expect(outcomes).toMatchObject([
      { message: 'bad', status: 'failed', detail: expect.stringMatching(/^directory-failed: /) },
      { message: 'good', recipient: 'alice', status: 'accepted' },
    ])
    expect(JSON.stringify(outcomes)).not.toContain('s3cr3t')
  })

  it('and messages that are none at all are refused', async () => {
    const { engine } = setUp()
    for (const [messages, directory] of [
      [null, { pages: () => pagesOf() }],
      [[aMessage()], { pages: () => pagesOf() }],
      [from([aMessage()]), null],
      [from([aMessage()]), {}],
    ]) {
      expect((await refusal(() => lastValueFrom(engine.run(messages as never, directory as never)))).code).toBe('config-invalid')
    }
  })

  it('without recipients is one Outcome no-recipient, and so is a call without', async () => {
    const { engine } = setUp()
    const none = { status: 'suppressed', reason: 'no-recipient', recipient: null }
    for (const pages of [[], [{ recipients: [] }], [{ recipients: [] }, { recipients: [] }]]) {
      expect(await lastValueFrom(engine.run(from([aMessage()]), { pages: () => pagesOf(...pages) as never }).pipe(toArray()))).toMatchObject([none])
    }
    expect(await engine.push(aMessage(), [])).toMatchObject([none])
    expect(await engine.push(aMessage({ kind: 'system' }), [])).toMatchObject([{ reason: 'system-message' }])
    expect(await engine.push(aMessage(), [5 as never])).toMatchObject([{ status: 'failed', fault: 'message' }])
  })
})

async function* pagesOf(...pages: readonly unknown[]): AsyncGenerator<unknown> {
  yield* pages
}
const throwing = (error: unknown): AsyncIterable<unknown> => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) })

describe('moveToken', () => {
  it.each<[string, unknown, unknown]>([
    ['nothing', undefined, 'alice'],
    ['null', null, 'alice'],
    ['a symbol for a channel', { channel: Symbol('c'), app: 'a', token: 't' }, 'alice'],
    ['a text too long', { channel: 'apns', app: 'a', token: 's3cr3t'.repeat(1e6) }, 'alice'],
    ['a token that is none', { channel: 'apns', app: 'a', token: ['s3cr3t'] }, 'alice'],
    ['an owner that is none', { channel: 'apns', app: 'a', token: 's3cr3t' }, { id: 'alice' }],
    ['no owner', { channel: 'apns', app: 'a', token: 's3cr3t' }, undefined],
    ['an accessor that throws', Object.defineProperty({}, 'token', { get: trap, enumerable: true }), 'alice'],
  ])('refuses %s, and quotes no token', async (_, token, owner) => {
    const error = await refusal(() => setUp().engine.moveToken(token as never, owner as never))
    expect(error.code).toBe('recipient-invalid')
    expect(error.message).not.toContain('s3cr3t')
  })
})

describe('createEngine', () => {
  const { transport } = fakeTransport()
  const cyclic: Record<string, unknown> = { app: 'a' }
  cyclic.self = cyclic
  const app = (...apps: readonly unknown[]) => ({ channels: [fakeChannel('fake', { apps: apps as never })] })
  it.each<[string, unknown]>([
    ['no options', undefined],
    ['channels that are an object', { channels: {} }],
    ['channels that are a text', { channels: 'apns' }],
    ['a hole among channels', { channels: new Array(1) }],
    ['a container that is a text', { container: '' }],
    ['texts that are null', { text: null }],
    ['words that are incomplete', { text: { languages: { fr: { image: 'x' } } } }],
    ['facts that are null', { facts: null }],
    ['no transport', { transport: undefined }],
    ['a clock that is a number', { clock: 5 }],
    ['an accessor that throws', Object.defineProperty({}, 'text', { get: trap, enumerable: true })],
    ['a hole among app entries', app(...new Array(1))],
    ['app entries that are a number', { channels: [fakeChannel('fake', { apps: 5 as never })] }],
    ['app entries of junk', app(...Array.from({ length: 20_000 }, () => 1))],
    ['an app entry that throws', app(Object.defineProperty({}, 'app', { get: trap, enumerable: true }))],
    ['an app entry that is a revoked Proxy', app(revoked({}))],
  ])('refuses %s', async (_, change) => {
    const options =
      change === undefined ? change : Object.defineProperties({ channels: [fakeChannel('fake')], transport }, Object.getOwnPropertyDescriptors(change))
    const error = await refusal(() => createEngine(options as never))
    expect(error.code).toBe('config-invalid')
    expect(error.mistakes.length).toBeLessThanOrEqual(100)
    expect(error.message).not.toContain('s3cr3t')
  })

  it('takes odd app entries that a channel’s own schema lets through, without a crash', () => {
    for (const entry of [{ app: 10n }, cyclic]) expect(() => createEngine({ transport, ...app(entry) } as never)).not.toThrow(TypeError)
  })

  it('refuses the same in createExplainer', async () => {
    for (const options of [null, { channels: {} }, { channels: [], text: null }, { channels: [], container: '' }]) {
      expect((await refusal(() => createExplainer(options as never))).code).toBe('config-invalid')
    }
  })
})

it('a message that the host changes after the call is pushed as it was handed over', async () => {
  const { engine, sent } = setUp()
  const elements = [{ type: 'text' as const, text: 'first' }]
  const push = engine.push(aMessage({ elements }), [aRecipient('alice')])
  elements[0] = { type: 'text', text: 'second' }
  await push
  expect(sent).toMatchObject([{ body: { body: 'first' } }])
})
