import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import type { HostFact } from '../policy/facts.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'

const anyChannel: PolicyDocument['selection'] = [
  {
    name: 'any',
    conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
    event: { type: 'offer', params: { channels: ['*'] } },
  },
]

const policy = (change: Partial<PolicyDocument> = {}): PolicyDocument => ({
  name: 'banned',
  reasons: ['banned'],
  rules: [
    {
      name: 'kicked',
      priority: 20,
      conditions: { all: [{ fact: 'recipient', path: '$.deviceCount', operator: 'greaterThan', value: 5 }] },
      event: { type: 'suppress', params: { reason: 'kicked' } },
    },
    {
      name: 'banned',
      priority: 10,
      conditions: { all: [{ fact: 'standing', path: '$.banned', operator: 'equal', value: true }] },
      event: { type: 'suppress', params: { reason: 'banned' } },
    },
  ],
  selection: anyChannel,
  ...change,
})

function engineWith(fact: HostFact, document = policy()) {
  const { transport, sent } = fakeTransport()
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport, policy: document, facts: { standing: fact } }), sent }
}

describe('host facts', () => {
  it('are asked once a page, for the recipients still undecided when the first rule that reads them is reached', async () => {
    const calls: (readonly string[])[] = []
    const { engine } = engineWith({
      load: keys => {
        calls.push(keys)
        return Promise.resolve(keys.map(key => ({ banned: key === 'user-7' })))
      },
    })
    const people = Array.from({ length: 500 }, (_, i) => aRecipient(`user-${i}`))
    const crowd = aRecipient('crowd', { devices: Array.from({ length: 6 }, (_, i) => aDevice(`d${i}`)) })
    const outcomes = await engine.push(aMessage(), [...people, crowd].slice(1))
    expect(calls).toHaveLength(1)
    expect(calls[0]).toHaveLength(499)
    expect(calls[0]).not.toContain('crowd')
    expect(outcomes.filter(({ reason }) => reason === 'banned').map(({ recipient }) => recipient)).toEqual(['user-7'])
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(498)
  })

  it('are asked where a rule only compares with them', async () => {
    const value = { fact: 'standing', path: '$.bannedBy' }
    const rule = {
      conditions: { all: [{ fact: 'message', path: '$.sender.id', operator: 'in', value }] },
      event: { type: 'suppress', params: { reason: 'banned' } },
    }
    const document = policy({ rules: [{ name: 'by', ...rule }] as PolicyDocument['rules'] })
    const { engine } = engineWith({ load: keys => Promise.resolve(keys.map(key => ({ bannedBy: key === 'alice' ? ['bob'] : [] }))) }, document)
    expect(await engine.push(aMessage({ sender: { id: 'bob' } }), [aRecipient('alice'), aRecipient('carol')])).toMatchObject([
      { recipient: 'alice', reason: 'banned' },
      { recipient: 'carol', status: 'accepted' },
    ])
  })

  it('of 1,000 recipients see one call', async () => {
    let calls = 0
    const { engine } = engineWith({
      load: keys => {
        calls++
        return Promise.resolve(keys.map(() => ({ banned: false })))
      },
    })
    await engine.push(
      aMessage(),
      Array.from({ length: 1000 }, (_, i) => aRecipient(`user-${i}`)),
    )
    expect(calls).toBe(1)
  })

  it.each([
    ['rejects', () => Promise.reject(new Error('no database'))],
    [
      'throws at once',
      () => {
        throw new Error('bug')
      },
    ],
    ['gives too few values', () => Promise.resolve([])],
    ['gives too many values', () => Promise.resolve([{}, {}])],
    ['gives no list', () => Promise.resolve('yes' as never)],
    ['never answers', () => new Promise<never>(() => undefined)],
  ] as const)('suppress with fact-error when the host %s', async (_, load) => {
    for (const change of [{}, { onFactError: 'suppress' as const }]) {
      const { engine, sent } = engineWith({ load, timeoutMs: 20 }, policy(change))
      const outcomes = await engine.push(aMessage(), [aRecipient('alice')])
      expect(outcomes).toMatchObject([{ status: 'suppressed', reason: 'fact-error', recipient: 'alice' }])
      expect(sent).toEqual([])
    }
  })

  it('stop a push that a rule allows which reads them itself', async () => {
    const all = [{ fact: 'standing', path: '$.banned', operator: 'notEqual', value: true }]
    const document = policy({ rules: [{ name: 'fine', conditions: { all }, event: { type: 'allow' } }] as PolicyDocument['rules'] })
    const { engine } = engineWith({ load: () => Promise.reject(new Error('down')) }, document)
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'suppressed', reason: 'fact-error' }])
  })

  it('let the push through when the policy says that a failed fact allows', async () => {
    const { engine } = engineWith({ load: () => Promise.reject(new Error('no database')) }, policy({ onFactError: 'allow' }))
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
  })

  it('that selection reads as well are there for whom a rule above allowed a push, with the same one call', async () => {
    const calls: (readonly string[])[] = []
    const [kicked, banned] = policy().rules
    const { engine, sent } = engineWith(
      {
        load: keys => {
          calls.push(keys)
          return Promise.resolve(keys.map(key => ({ banned: key === 'dave', vip: true })))
        },
      },
      policy({
        rules: [
          ...(kicked === undefined ? [] : [kicked]),
          {
            name: 'carol',
            priority: 15,
            conditions: { all: [{ fact: 'recipient', path: '$.id', operator: 'equal', value: 'carol' }] },
            event: { type: 'allow' },
          },
          ...(banned === undefined ? [] : [banned]),
        ],
        selection: [
          {
            name: 'vips-only',
            conditions: { all: [{ fact: 'standing', path: '$.vip', operator: 'equal', value: true }] },
            event: { type: 'offer', params: { channels: ['*'] } },
          },
        ],
      }),
    )
    const outcomes = await engine.push(aMessage(), [aRecipient('alice'), aRecipient('carol'), aRecipient('dave')])
    expect(outcomes.map(({ recipient, status, reason }) => [recipient, status, reason]).sort()).toEqual([
      ['alice', 'accepted', null],
      ['carol', 'accepted', null],
      ['dave', 'suppressed', 'banned'],
    ])
    expect(calls).toEqual([['alice', 'carol', 'dave']])
    expect(sent).toHaveLength(2)
  })

  it('serve layers and selection too, asked once for both', async () => {
    let calls = 0
    const load: HostFact['load'] = async keys => {
      calls++
      return keys.map(key => ({ vip: key === 'alice' }))
    }
    const { engine, sent } = engineWith(
      { load },
      policy({
        rules: [],
        layers: [
          {
            name: 'vip',
            conditions: { all: [{ fact: 'standing', path: '$.vip', operator: 'equal', value: true }] },
            event: { type: 'layer', params: { name: 'vip', priority: 300, settings: { title: 'VIP' } } },
          },
        ],
        selection: [
          {
            name: 'vips-only',
            conditions: { all: [{ fact: 'standing', path: '$.vip', operator: 'equal', value: true }] },
            event: { type: 'offer', params: { channels: ['*'] } },
          },
        ],
      }),
    )
    const outcomes = await engine.push(aMessage(), [aRecipient('alice'), aRecipient('carol')])
    expect(outcomes.map(({ recipient, status, reason }) => [recipient, status, reason]).sort()).toEqual([
      ['alice', 'accepted', null],
      ['carol', 'suppressed', 'no-channel'],
    ])
    expect(sent[0]?.body).toMatchObject({ title: 'VIP' })
    expect(calls).toBe(1)
  })
})
