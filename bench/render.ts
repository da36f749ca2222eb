import { apns } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import type { AnyChannel, Message, Recipient } from '@rouse/core'
import { encode, text } from '@rouse/core/channel'
import { createEngineContext } from '../packages/core/dist/engine/context.js'
import { admit } from '../packages/core/dist/pipeline/admit.js'
import { batch } from '../packages/core/dist/pipeline/batch.js'
import { evaluatePage } from '../packages/core/dist/pipeline/evaluate-page.js'
import { partitionDecisions } from '../packages/core/dist/pipeline/outcomes.js'
import { renderPage } from '../packages/core/dist/pipeline/render.js'
import { sideBySide } from './measure.ts'

type Decider = ReturnType<typeof createEngineContext>

const app = 'com.example.chat'
const now = Date.parse('2026-11-23T10:00:00Z')
const pageSize = 1000

const message = (id: string): Message => ({
  id,
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T10:00:00Z',
  elements: [{ type: 'text', text: 'a new msg from bob' }],
  push: { body: "I'm description", ext: '{"level":15,"task":"TASK15"}', ios: { sound: 'dudulu.caf', badge: true } },
})

/** Every channel there is, with one app; secrets are never read here. */
function channels(): readonly AnyChannel[] {
  const serviceAccount = { client_email: 'a@b', private_key: '-', project_id: 'p', token_uri: 'https://oauth2.googleapis.com/token' }
  const hms = { project_id: '1', key_id: 'k', private_key: '-', sub_account: 's' }
  const configs: Readonly<Record<string, object>> = {
    apns: { apps: [{ app, teamId: 'ABCDE12345', keyId: 'KEY1234567', key: '-' }] },
    fcm: { apps: [{ app, serviceAccount }] },
    huawei: { apps: [{ app, clientId: '1', clientSecret: '-' }] },
    harmony: { apps: [{ app, serviceAccount: hms }] },
    honor: { apps: [{ app, appId: '1', clientId: '1', clientSecret: '-' }] },
    xiaomi: { apps: [{ app, appSecret: '-' }] },
    oppo: { storeGrade: 'A', apps: [{ app, appKey: '1', masterSecret: '-' }] },
    vivo: { apps: [{ app, appId: 1, appKey: '1', appSecret: '-' }] },
    meizu: { apps: [{ app, appId: '1', appSecret: '-' }] },
  }
  const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, ((config: object) => AnyChannel) | undefined>>
  return Object.entries(configs).flatMap(([name, config]) => factories[name]?.(config) ?? [])
}

/** A phone on the channel, as its maker would have it. */
const phones: Readonly<Record<string, { readonly platform: 'ios' | 'android' | 'harmony'; readonly maker?: string; readonly token: (i: number) => string }>> = {
  apns: { platform: 'ios', token: i => i.toString(16).padStart(64, '0') },
  fcm: { platform: 'android', token: i => `f-${i}:APA91b${String(i).padStart(120, 'x')}` },
  huawei: { platform: 'android', maker: 'huawei', token: i => `IQAAAACy0${String(i).padStart(96, 'A')}` },
  harmony: { platform: 'harmony', maker: 'huawei', token: i => `MAMzLg${String(i).padStart(96, 'A')}` },
  honor: { platform: 'android', maker: 'honor', token: i => `BAEAAAAAB.${String(i).padStart(96, 'a')}` },
  xiaomi: { platform: 'android', maker: 'xiaomi', token: i => `${String(i).padStart(43, 'd')}=` },
  oppo: { platform: 'android', maker: 'oppo', token: i => `OPPO_CN_${String(i).padStart(32, '0')}` },
  vivo: { platform: 'android', maker: 'vivo', token: i => String(i).padStart(23, '1') },
  meizu: { platform: 'android', maker: 'meizu', token: i => `RA50${String(i).padStart(40, '0')}` },
}

function recipient(channel: string, i: number): Recipient {
  const phone = phones[channel]
  if (phone === undefined) throw new Error(`no phone for ${channel}`)
  const { platform, maker, token } = phone
  return { id: `user-${i}`, locale: 'en', unread: i % 50, devices: [{ id: 'd1', platform, maker, registrations: [{ channel, token: token(i), app }] }] }
}

/** What the first request of a group of targets is, and how many bytes all requests have. */
interface Rendered {
  readonly bytes: number
  readonly bodies: readonly Uint8Array[]
}

const encoder = new TextEncoder()

/** All pure steps, from message and recipients to the bytes of every request. */
async function requestBytes(decider: Decider, one: Message, recipients: readonly Recipient[], keep = false): Promise<Rendered> {
  const admitted = await admit(one, decider.policy(), now)
  const bodies: Uint8Array[] = []
  let total = 0
  for (let at = 0; at < recipients.length; at += pageSize) {
    const page = await evaluatePage(recipients.slice(at, at + pageSize), admitted, decider.context)
    const { selected } = partitionDecisions(one.id, page)
    for (const { job } of batch(renderPage(selected, 0, admitted, decider.context).attempts, admitted)) {
      const { channel, payload, targets, batchId } = job
      const most = channel.limits.tokens
      for (let from = 0; from < targets.length; from += most) {
        const part = most >= targets.length ? targets : targets.slice(from, from + most)
        const exchange = channel.send({ payload, app: job.app, targets: part, id: batchId }, channel.prepare === undefined ? undefined : 'task-1')
        const draft = exchange.next()
        exchange.return([])
        if (draft.done === true) throw new Error(`${channel.name} sends nothing`)
        const sent = encode(draft.value.body)
        total += sent.length
        if (keep) bodies.push(sent)
      }
    }
  }
  return { bytes: total, bodies }
}

/** A channel's body for one recipient, as plain data: what stringify alone is measured on. */
async function bodyOf(decider: Decider, channel: string): Promise<unknown> {
  const { bodies } = await requestBytes(decider, message('sample'), [recipient(channel, 7)], true)
  const body = text(bodies[0] ?? new Uint8Array())
  return body.startsWith('{') ? (JSON.parse(body) as unknown) : Object.fromEntries(new URLSearchParams(body))
}

function stringify(bodies: readonly unknown[], count: number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += encoder.encode(JSON.stringify(bodies[i % bodies.length])).length
  return total
}

/**
 * `<channel>_per_s`: message and recipient to request bytes, all pure steps, a message for every recipient. `stringify_per_s`:
 * JSON.stringify of the APNs body and its bytes alone. `group_per_s`: one message to 100,000 recipients over all channels;
 * `group_ratio_to_stringify`: that, divided by JSON.stringify of the same bodies once a recipient. One run, side by side.
 */
export async function render(): Promise<Record<string, number>> {
  const installed = channels()
  const names = installed.map(({ name }) => name)
  const decider = createEngineContext({ channels: installed, clock: () => now }, { checkApps: false })
  const bodies = await Promise.all(names.map(name => bodyOf(decider, name)))
  const single = (name: string) => {
    const people = Array.from({ length: 1000 }, (_, i) => recipient(name, i))
    return {
      name: `${name}_per_s`,
      async run(count: number) {
        let total = 0
        for (let i = 0; i < count; i++) total += (await requestBytes(decider, message(`msg-${i}`), [people[i % 1000] as Recipient])).bytes
        return total
      },
    }
  }
  const crowd = Array.from({ length: 100_000 }, (_, i) => recipient(names[i % names.length] as string, i))
  const rates = await sideBySide([...names.map(single), { name: 'stringify_per_s', run: count => stringify(bodies.slice(0, 1), count) }], {
    turnMs: 150,
    turns: 3,
  })
  const whole = (count: number) => Math.max(1, Math.round(count / crowd.length))
  const group = await sideBySide(
    [
      {
        name: 'group_per_s',
        unit: crowd.length,
        async run(count) {
          let total = 0
          for (let i = 0; i < whole(count); i++) total += (await requestBytes(decider, message(`group-${i}`), crowd)).bytes
          return total
        },
      },
      { name: 'group_stringify_per_s', unit: crowd.length, run: count => stringify(bodies, whole(count) * crowd.length) },
    ],
    { turnMs: 150, turns: 7 },
  )
  return { ...rates, ...group, group_ratio_to_stringify: (group.group_per_s as number) / (group.group_stringify_per_s as number), group_channels: names.length }
}
