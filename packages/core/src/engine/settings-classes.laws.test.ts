import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'
import { admit } from '../pipeline/admit.ts'
import { casesOf, subjectsOf } from '../pipeline/facts.ts'
import { chooseLayers, layersOf, mergeSettings } from '../pipeline/settings.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import { createLocalTime } from '../policy/local-time.ts'
import { mergeLayers } from '../settings/merge.ts'
import { aDevice, aMessage } from './engine.fixture.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
/** The places of the layers that apply, by the recipient's unread count: some that could be taken for others when written side by side. */
const fired: readonly (readonly number[])[] = [[0], [1, 2], [12], [1, 12], [2, 11], [0, 1, 2], [0, 12], [12, 13], []]
const layer = (name: string, priority: number, settings: object, conditions: object) => ({
  name,
  conditions,
  event: { type: 'layer', params: { name, priority, settings } },
})
const policy = loadPolicy({
  name: 'p',
  rules: [],
  layers: Array.from({ length: 14 }, (_, i) => {
    const unread = fired.flatMap((places, count) => (places.includes(i) ? [count] : []))
    const conditions = { all: [{ fact: 'recipient', path: '$.unread', operator: 'in', value: unread }] }
    return layer(`l${i}`, 201 + i, { collapseKey: `k${i}`, ...(i % 2 === 0 ? { title: `t${i}` } : { ios: { sound: `s${i}` } }) }, conditions)
  }),
})

// Texts that could be taken for the marks between the parts of a key.
const sound = fc.constantFrom('a', '1', 'default', 'silent', "'", '1|', '', null, { silent: true as const }, undefined)
const recipient: fc.Arbitrary<Omit<Recipient, 'id'>> = fc.record(
  {
    unread: fc.nat(fired.length - 1),
    settings: fc
      .record({ enabled: fc.constantFrom(true, false, undefined), c2cSound: sound, groupSound: sound })
      .map(stated => Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined))),
    devices: fc
      .array(fc.constantFrom('ios' as const, 'macos' as const, 'android' as const, 'harmony' as const), { maxLength: 2 })
      .map(platforms => platforms.map((platform, i) => aDevice(`d${i}`, { platform }))),
  },
  { requiredKeys: ['devices'] },
)
const message: fc.Arbitrary<Message> = fc
  .record({ type: fc.constantFrom('c2c' as const, 'group' as const), push: fc.constantFrom({}, { title: 'x' }, { ios: { sound: 'm' } }) })
  .map(({ type, push }) => aMessage({ conversation: { type, id: 'bob' }, push }))

describe('settings merged once a class', () => {
  it('are those that each case has by itself', async () => {
    await fc.assert(
      fc.asyncProperty(message, fc.array(recipient, { minLength: 2, maxLength: 12 }), async (one, people) => {
        const admitted = await admit(one, policy, now)
        const recipients = people.map((person, i) => ({ id: `user-${i}`, ...person }))
        const cases = casesOf(subjectsOf(recipients, admitted, createLocalTime()), now)
        const choices = await chooseLayers(cases, admitted)
        const merged = mergeSettings(cases, choices, admitted)
        cases.forEach((each, i) => {
          const choice = choices[i]
          if (choice === undefined) throw new Error('a case without a choice')
          const family = each.device === null ? null : each.device.platform === 'ios' || each.device.platform === 'macos' ? 'ios' : 'android'
          expect(merged[i]?.effective).toEqual(mergeLayers(layersOf(each, choice, admitted), family))
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('state the sound for the kind of conversation that the message is of', async () => {
    const settings = { c2cSound: 'one.caf', groupSound: 'many.caf' }
    for (const [type, expected] of [
      ['c2c', 'one.caf'],
      ['group', 'many.caf'],
    ] as const) {
      const admitted = await admit(aMessage({ conversation: { type, id: 'bob' } }), policy, now)
      const cases = casesOf(subjectsOf([{ id: 'alice', settings, devices: [aDevice('d1', { platform: 'ios' })] }], admitted, createLocalTime()), now)
      const [merged] = mergeSettings(cases, await chooseLayers(cases, admitted), admitted)
      expect(merged?.effective.settings['ios.sound']).toEqual({ value: expected, from: 'global' })
    }
  })
})
