import { describe, expect, it } from 'vitest'
import type { Outcome } from '../model/outcome.ts'
import { defaultPolicy } from '../policy/default-policy.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'

const { pause } = standingTime()

/** The default policy below a rule that defers for a minute while the message is younger than two; `fact` decides for whom it is asked. */
const young = (fact: 'message' | 'recipient'): PolicyDocument => ({
  ...defaultPolicy,
  reasons: ['too-young'],
  rules: [
    ...defaultPolicy.rules.filter(({ name }) => name === 'expired'),
    {
      name: 'too-young',
      conditions: {
        all: [
          { fact: 'message', path: '$.age', operator: 'lessThan', value: 120 },
          ...(fact === 'message' ? [] : [{ fact: 'recipient', path: '$.deviceCount', operator: 'greaterThan' as const, value: 0 }]),
        ],
      },
      event: { type: 'defer', params: { seconds: 60, reason: 'too-young' } },
    },
  ],
})

describe.each(['message', 'recipient'] as const)('a message without sentAt that a rule on the %s defers', fact => {
  const run = async (push: object) => {
    const { transport } = fakeTransport()
    const engine = createEngine({ channels: [fakeChannel('fake')], transport, batchWaitMs: 0, policy: young(fact) })
    const seen: Outcome[] = []
    engine.outcomes$.subscribe(one => seen.push(one))
    await engine.push(aMessage({ push }), [aRecipient('alice')])
    for (let minute = 0; minute < 5; minute++) await pause(60_000)
    return seen.map(({ status, reason }) => reason ?? status)
  }

  it('ages from the moment it was accepted', async () => {
    expect(await run({})).toEqual(['too-young', 'too-young', 'accepted'])
  })

  it('expires by its own ttl', async () => {
    expect(await run({ ttl: 90 })).toEqual(['too-young', 'too-young', 'expired'])
  })
})
