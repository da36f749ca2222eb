import { apns } from '@rouse/channel-apns'
import { harmony, huawei, xiaomi } from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import type { Decision, Device, EvaluatorKind, Message, PolicyDocument, Recipient, TextOptions } from '@rouse/core'
import { createExplainer } from '@rouse/core/policy'

export const app = 'com.example.chat'
export const now = '2026-11-23T10:00:00Z'

/** Channels with placeholder ids: enough to decide and to draft, not to send. */
const channels = () => [
  apns({ apps: [{ app, teamId: 'ABCDE12345', keyId: 'KEY1234567', key: '-' }] }),
  fcm({ apps: [{ app, projectId: 'demo' } as never] }),
  huawei({ apps: [{ app, clientId: '1', clientSecret: '-' }] }),
  harmony({ apps: [{ app, serviceAccount: '{}', projectId: '1' }] }),
  xiaomi({ apps: [{ app, packageName: app, appSecret: 'secret' } as never] }),
]

export const iphone = (change: Partial<Device> = {}): Device => ({
  id: 'iphone',
  platform: 'ios',
  registrations: [{ channel: 'apns', token: '00ff'.repeat(16), app }],
  ...change,
})

export const pixel = (change: Partial<Device> = {}): Device => ({
  id: 'pixel',
  platform: 'android',
  maker: 'Google',
  region: 'US',
  playServices: true,
  registrations: [{ channel: 'fcm', token: 'fcm-token:APA91bExample', app }],
  ...change,
})

export const redmi = (change: Partial<Device> = {}): Device => ({
  id: 'redmi',
  platform: 'android',
  maker: 'Redmi',
  region: 'CN',
  registrations: [{ channel: 'xiaomi', token: 'd//igwEhgBGCI2TG6lWqlBf9Jl8Q7Gb4k8BxvDTZmEg=', app }],
  ...change,
})

export const message = (change: Partial<Message> = {}): Message => ({
  id: 'msg-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: now,
  elements: [{ type: 'text', text: 'hello' }],
  ...change,
})

export const group = (change: Partial<Message> = {}): Message => message({ conversation: { type: 'group', id: 'g1', name: 'Climbers' }, ...change })

export const alice = (change: Partial<Recipient> = {}): Recipient => ({ id: 'alice', devices: [iphone()], unread: 7, ...change })

export interface Scene {
  readonly text?: TextOptions
  readonly policy?: PolicyDocument
  readonly evaluator?: EvaluatorKind
  readonly now?: string
}

export function explain(one: Message, recipient: Recipient, scene: Scene = {}): Promise<readonly Decision[]> {
  const explainer = createExplainer({
    channels: channels(),
    text: scene.text,
    policy: scene.policy,
    evaluator: scene.evaluator,
    clock: () => Date.parse(scene.now ?? now),
  })
  return explainer.explain(one, recipient)
}

/** The one Decision for a recipient with one device. */
export async function decide(one: Message, recipient: Recipient, scene: Scene = {}): Promise<Decision> {
  const decisions = await explain(one, recipient, scene)
  if (decisions.length !== 1) throw new Error(`expected one Decision, there are ${decisions.length}`)
  return decisions[0] as Decision
}

/** `push`, or the reason why not. */
export async function verdict(one: Message, recipient: Recipient, scene: Scene = {}): Promise<string> {
  const { decision, reason } = await decide(one, recipient, scene)
  return decision === 'push' ? 'push' : `${reason}`
}

/** The alert that APNs gets. */
export async function alert(
  one: Message,
  recipient: Recipient = alice(),
  scene: Scene = {},
): Promise<{ readonly title?: string; readonly body?: string; readonly subtitle?: string }> {
  const { request } = await decide(one, recipient, scene)
  if (request === undefined) throw new Error('no push was decided')
  return (request.body as { aps: { alert: { title?: string; body?: string; subtitle?: string } } }).aps.alert
}

/** APNs' `aps`. */
export async function aps(one: Message, recipient: Recipient = alice(), scene: Scene = {}): Promise<Readonly<Record<string, unknown>>> {
  const { request } = await decide(one, recipient, scene)
  if (request === undefined) throw new Error('no push was decided')
  return (request.body as { aps: Record<string, unknown> }).aps
}
