import { apns } from '@rouse/channel-apns'
import type { AnyChannel, Message, Recipient } from '@rouse/core'
import { secret, text } from '@rouse/core'
import { admit } from '../packages/core/dist/pipeline/admit.js'
import { batch } from '../packages/core/dist/pipeline/batch.js'
import { decidePage } from '../packages/core/dist/pipeline/decide-page.js'
import { createDecider } from '../packages/core/dist/pipeline/decider.js'
import { renderPage } from '../packages/core/dist/pipeline/render.js'
import { settle } from '../packages/core/dist/pipeline/settle.js'
import { sideBySide } from './measure.ts'

const app = 'com.example.chat'
const now = Date.parse('2026-11-23T10:00:00Z')

const message = (id: string): Message => ({
  id,
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T10:00:00Z',
  elements: [{ type: 'text', text: 'a new msg from bob' }],
  push: { body: "I'm description", ext: '{"level":15,"task":"TASK15"}', ios: { sound: 'dudulu.caf', badge: true } },
})

const recipient = (i: number): Recipient => ({
  id: `user-${i}`,
  locale: 'en',
  unread: i % 50,
  devices: [{ id: 'd1', platform: 'ios', registrations: [{ channel: 'apns', token: i.toString(16).padStart(64, '0'), app }] }],
})

/** All pure steps, from message and recipients to the bytes of every request; the bytes' total. */
async function requestBytes(decider: ReturnType<typeof createDecider>, one: Message, recipients: readonly Recipient[]): Promise<number> {
  const admitted = await admit(one, decider.policy(), now)
  const page = await decidePage(recipients, admitted, decider.context)
  const { selected } = settle(one.id, page)
  let total = 0
  for (const { job } of batch(renderPage(selected, 0, admitted, decider.context).attempts, admitted)) {
    const { channel, payload, targets, batchId } = job
    for (const target of targets) {
      const exchange = channel.send({ payload, app: job.app, targets: [target], id: batchId })
      const draft = exchange.next()
      if (draft.done !== true && 'json' in draft.value.body) total += draft.value.body.json.length + draft.value.url.length
      exchange.return([])
    }
  }
  return total
}

/** One body as it goes over the wire, parsed: what stringify alone is measured on. */
function bodyOf(channel: AnyChannel, decider: ReturnType<typeof createDecider>, one: Message): Promise<unknown> {
  return (async () => {
    const admitted = await admit(one, decider.policy(), now)
    const page = await decidePage([recipient(7)], admitted, decider.context)
    const attempt = renderPage(settle(one.id, page).selected, 0, admitted, decider.context).attempts[0]
    if (attempt === undefined) throw new Error('the sample message gives no push')
    const exchange = channel.send({
      payload: attempt.rendered.payload,
      app: attempt.rendered.app,
      targets: [{ token: secret('ab'), badge: 7, id: 'x' }],
      id: 'x',
    })
    const draft = exchange.next()
    if (draft.done === true || !('json' in draft.value.body)) throw new Error('apns sends JSON')
    return JSON.parse(text(draft.value.body.json)) as unknown
  })()
}

/**
 * `apns_per_s`: message and recipient to request bytes, all pure steps, a message for every recipient;
 * `stringify_per_s`: JSON.stringify of the same body and its bytes alone, same run.
 */
export async function render(): Promise<Record<string, number>> {
  const channel = apns({ apps: [{ app, teamId: 'ABCDE12345', keyId: 'KEY1234567', key: '-' }] })
  const decider = createDecider({ channels: [channel], clock: () => now }, { checkApps: false })
  const body = await bodyOf(channel, decider, message('sample'))
  const encoder = new TextEncoder()
  const people = Array.from({ length: 1000 }, (_, i) => recipient(i))
  const rates = await sideBySide(
    [
      {
        name: 'apns_per_s',
        async run(count) {
          let total = 0
          for (let i = 0; i < count; i++) total += await requestBytes(decider, message(`msg-${i}`), [people[i % 1000] as Recipient])
          return total
        },
      },
      {
        name: 'stringify_per_s',
        run(count) {
          let total = 0
          for (let i = 0; i < count; i++) total += encoder.encode(JSON.stringify(body)).length
          return total
        },
      },
    ],
    { turnMs: 300, turns: 5 },
  )
  return { ...rates }
}
