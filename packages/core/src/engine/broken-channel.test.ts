import { describe, expect, it } from 'vitest'
import type { AnyChannel } from '../channel/contract.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'

const throws = (): never => {
  throw new TypeError('cannot read token-of-alice')
}
const people = [aRecipient('alice', { devices: [aDevice('a', {}, ['broken'])] }), aRecipient('bob2', { devices: [aDevice('b')] })]

async function push(broken: AnyChannel) {
  const { transport, sent } = fakeTransport()
  const engine = createEngine({ channels: [broken, fakeChannel('fake')], transport })
  const outcomes = await engine.push(aMessage(), people)
  return { engine, sent, ends: outcomes.map(({ recipient, status, reason, fault, detail }) => [recipient, status, reason ?? fault, detail]) }
}

describe('a channel that throws', () => {
  it('when it renders ends its own pushes, and no other of the page', async () => {
    const { ends, sent } = await push(fakeChannel('broken', { render: throws }))
    expect(ends.sort()).toEqual([
      ['alice', 'rejected', 'config', 'channel-threw: TypeError'],
      ['bob2', 'accepted', null, null],
    ])
    expect(sent).toHaveLength(1)
  })

  it.each([['misfit'], ['region']] as const)('when it is asked for %s is not offered, and the trace says why', async method => {
    const broken = fakeChannel('broken', { [method]: throws, apps: [{ app: 'com.example.chat', region: 'cn' }] })
    const { engine, ends } = await push(broken)
    expect(ends.sort()).toEqual([
      ['alice', 'suppressed', 'no-channel', null],
      ['bob2', 'accepted', null, null],
    ])
    const [decision] = await engine.explain(aMessage(), people[0] as (typeof people)[number])
    expect(decision?.trace).toContainEqual({ rule: 'channel:broken', matched: false, because: 'channel-threw: TypeError' })
    expect(JSON.stringify(decision)).not.toContain('token-of-alice')
  })
})
