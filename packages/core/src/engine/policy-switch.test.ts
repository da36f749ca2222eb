import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../policy/default-policy.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'

/** Every rule of it gives the same reason, so that a message that saw two policies would show it. */
const uniform = (reason: string): PolicyDocument => ({
  name: reason,
  reasons: [reason],
  rules: [
    {
      name: `${reason}-odd`,
      priority: 2,
      conditions: { all: [{ fact: 'recipient', path: '$.unread', operator: 'equal', value: 1 }] },
      event: { type: 'suppress', params: { reason } },
    },
    {
      name: `${reason}-rest`,
      priority: 1,
      conditions: { all: [{ fact: 'recipient', path: '$.deviceCount', operator: 'greaterThan', value: 0 }] },
      event: { type: 'suppress', params: { reason } },
    },
  ],
})

describe('engine.policy.replace', () => {
  it('swaps 1,000 times while 100,000 messages flow, and each message sees one policy from start to end', async () => {
    const { transport } = fakeTransport()
    const engine = createEngine({ channels: [fakeChannel('fake')], transport, policy: uniform('a'), pageConcurrency: 8 })
    const policies = [uniform('b'), uniform('a')]
    const people = [aRecipient('alice', { unread: 1 }), aRecipient('carol', { unread: 2 })]
    let swaps = 0
    async function* messages() {
      for (let i = 0; i < 100_000; i++) {
        if (i % 100 === 50) engine.policy.replace(policies[swaps++ % 2])
        yield aMessage({ id: `m-${i}` })
      }
    }
    const directory = {
      async *pages() {
        yield { recipients: people.slice(0, 1), cursor: '1' }
        yield { recipients: people.slice(1), cursor: '2' }
      },
    }
    const seen = new Map<string, Set<string | null>>()
    await new Promise<void>((resolve, reject) => {
      engine.run(messages(), directory).subscribe({
        next({ message, reason }) {
          const id = String(message)
          const known = seen.get(id)
          if (known === undefined) seen.set(id, new Set([reason]))
          else known.add(reason)
        },
        error: reject,
        complete: resolve,
      })
    })
    expect(swaps).toBe(1000)
    expect(seen.size).toBe(100_000)
    expect([...seen.values()].filter(reasons => reasons.size !== 1)).toEqual([])
    expect(new Set([...seen.values()].flatMap(reasons => [...reasons]))).toEqual(new Set(['a', 'b']))
  }, 120_000)

  it('refuses a document whole on any mistake, and keeps the one in force', async () => {
    const { transport } = fakeTransport()
    const engine = createEngine({ channels: [fakeChannel('fake')], transport })
    const before = engine.policy.hash
    expect(() => engine.policy.replace({ name: 'x', rules: [{ name: 'r' }] })).toThrow(expect.objectContaining({ code: 'policy-invalid' }) as Error)
    expect(engine.policy.hash).toBe(before)
    expect(engine.policy.document.name).toBe(defaultPolicy.name)
    engine.policy.replace(uniform('a'))
    expect(engine.policy.hash).not.toBe(before)
    const [decision] = await engine.explain(aMessage(), aRecipient('alice'))
    expect(decision).toMatchObject({ reason: 'a', policy: engine.policy.hash })
  })
})

describe('defer', () => {
  const untilRead: PolicyDocument = {
    name: 'later',
    reasons: ['not-now'],
    rules: [
      {
        name: 'not-now',
        conditions: { all: [{ fact: 'message', path: '$.age', operator: 'lessThan', value: 1 }] },
        event: { type: 'defer', params: { seconds: 1, reason: 'not-now' } },
      },
    ],
    selection: [
      {
        name: 'any',
        conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
        event: { type: 'offer', params: { channels: ['*'] } },
      },
    ],
  }

  it('ends the promise of push; the later end comes on outcomes$', async () => {
    const { transport } = fakeTransport()
    const engine = createEngine({ channels: [fakeChannel('fake')], transport, policy: untilRead })
    const all = lastValueFrom(engine.outcomes$.pipe(toArray()))
    const sentAt = new Date().toISOString()
    expect(await engine.push(aMessage({ sentAt }), [aRecipient('alice')])).toMatchObject([{ status: 'deferred', reason: 'not-now', recipient: null }])
    await new Promise(resolve => setTimeout(resolve, 1200))
    await engine.close()
    expect((await all).map(({ status }) => status)).toEqual(['deferred', 'accepted'])
  })
})
