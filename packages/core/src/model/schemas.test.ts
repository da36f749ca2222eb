import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decisionSchema } from './decision.schema.ts'
import type { Decision } from './decision.ts'
import type { JsonSchema } from './json.ts'
import { messageSchema } from './message.schema.ts'
import type { Conversation, Element, Mentions, Message, Sender } from './message.ts'
import { outcomeSchema } from './outcome.schema.ts'
import type { Outcome } from './outcome.ts'
import { pushSettingsSchema } from './push-settings.schema.ts'
import { type AndroidSettings, categories, type IosSettings, type PushSettings } from './push-settings.ts'
import { recipientSchema } from './recipient.schema.ts'
import { type ConversationSettings, type Device, type GlobalSettings, platforms, type QuietHours, type Recipient, type Registration } from './recipient.ts'

/** Every field of a type, and whether it must be there. The compiler refuses one too many, one too few, or a wrong mark. */
type Fields<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? 'optional' : 'required' }

const at = (schema: JsonSchema, ...path: string[]): JsonSchema => path.reduce((found, name) => found[name] as JsonSchema, schema)

function fieldsOf(schema: JsonSchema): Readonly<Record<string, string>> {
  const required = (schema.required ?? []) as readonly string[]
  const names = Object.keys(schema.properties as object)
  expect(required.filter(name => !names.includes(name))).toEqual([])
  return Object.fromEntries(names.map(name => [name, required.includes(name) ? 'required' : 'optional']))
}

const message: Fields<Message> = {
  id: 'required',
  revision: 'optional',
  kind: 'required',
  conversation: 'required',
  sender: 'required',
  sentAt: 'optional',
  app: 'optional',
  elements: 'required',
  mentions: 'optional',
  push: 'optional',
}
const conversation: Fields<Conversation> = { type: 'required', id: 'required', name: 'optional' }
const sender: Fields<Sender> = { id: 'required', name: 'optional' }
const mentions: Fields<Mentions> = { all: 'optional', users: 'optional' }
const elements: { readonly [T in Element['type']]: Fields<Extract<Element, { type: T }>> } = {
  text: { type: 'required', text: 'required' },
  face: { type: 'required', index: 'optional', data: 'optional' },
  image: { type: 'required', url: 'optional' },
  voice: { type: 'required', seconds: 'optional' },
  video: { type: 'required', seconds: 'optional' },
  file: { type: 'required', name: 'optional', bytes: 'optional' },
  location: { type: 'required', description: 'optional', latitude: 'optional', longitude: 'optional' },
  custom: { type: 'required', data: 'optional', description: 'optional', ext: 'optional', sound: 'optional' },
}
const pushSettings: Fields<PushSettings> = {
  enabled: 'optional',
  title: 'optional',
  body: 'optional',
  ext: 'optional',
  badge: 'optional',
  image: 'optional',
  ttl: 'optional',
  priority: 'optional',
  collapseKey: 'optional',
  category: 'optional',
  android: 'optional',
  ios: 'optional',
  vendors: 'optional',
}
const android: Fields<AndroidSettings> = {
  title: 'optional',
  body: 'optional',
  sound: 'optional',
  notifyMode: 'optional',
  channelId: 'optional',
  importance: 'optional',
  clickIntent: 'optional',
  clickUrl: 'optional',
}
const ios: Fields<IosSettings> = {
  title: 'optional',
  subtitle: 'optional',
  body: 'optional',
  sound: 'optional',
  badge: 'optional',
  threadId: 'optional',
  category: 'optional',
  interruptionLevel: 'optional',
  mutableContent: 'optional',
}
const recipient: Fields<Recipient> = {
  id: 'required',
  settings: 'optional',
  conversation: 'optional',
  quietHours: 'optional',
  preview: 'optional',
  timeZone: 'optional',
  locale: 'optional',
  unread: 'optional',
  devices: 'required',
}
const globalSettings: Fields<GlobalSettings> = { enabled: 'optional', c2cSound: 'optional', groupSound: 'optional' }
const conversationSettings: Fields<ConversationSettings> = { receive: 'optional', mutedUntil: 'optional' }
const quietHours: Fields<QuietHours> = { from: 'required', to: 'required' }
const device: Fields<Device> = {
  id: 'required',
  platform: 'required',
  maker: 'optional',
  osVersion: 'optional',
  session: 'optional',
  appState: 'optional',
  region: 'optional',
  playServices: 'optional',
  hmsVersion: 'optional',
  lastSeenAt: 'optional',
  registrations: 'required',
}
const registration: Fields<Registration> = {
  channel: 'required',
  token: 'required',
  app: 'required',
  environment: 'optional',
  kind: 'optional',
  region: 'optional',
  registeredAt: 'optional',
}
const decision: Fields<Decision> = {
  message: 'required',
  recipient: 'required',
  device: 'required',
  policy: 'required',
  decision: 'required',
  reason: 'required',
  rule: 'required',
  dueAt: 'required',
  channel: 'required',
  channels: 'required',
  settings: 'required',
  notes: 'required',
  trace: 'required',
  request: 'optional',
}
const outcome: Fields<Outcome> = {
  message: 'required',
  recipient: 'required',
  device: 'required',
  channel: 'required',
  app: 'required',
  status: 'required',
  reason: 'required',
  fault: 'required',
  vendorId: 'required',
  vendorCode: 'required',
  attempts: 'required',
  latencyMs: 'required',
  retryAfter: 'required',
  detail: 'required',
}

describe('types and schemas name the same fields and require the same of them', () => {
  it.each<[string, object, JsonSchema]>([
    ['Message', message, messageSchema],
    ['Conversation', conversation, at(messageSchema, 'properties', 'conversation')],
    ['Sender', sender, at(messageSchema, 'properties', 'sender')],
    ['Mentions', mentions, at(messageSchema, 'properties', 'mentions')],
    ['PushSettings', pushSettings, pushSettingsSchema],
    ['AndroidSettings', android, at(pushSettingsSchema, '$defs', 'android')],
    ['IosSettings', ios, at(pushSettingsSchema, '$defs', 'ios')],
    ['Recipient', recipient, recipientSchema],
    ['GlobalSettings', globalSettings, at(recipientSchema, 'properties', 'settings')],
    ['ConversationSettings', conversationSettings, at(recipientSchema, 'properties', 'conversation')],
    ['QuietHours', quietHours, at(recipientSchema, 'properties', 'quietHours')],
    ['Device', device, at(recipientSchema, '$defs', 'device')],
    ['Registration', registration, at(recipientSchema, '$defs', 'registration')],
    ['Decision', decision, decisionSchema],
    ['Outcome', outcome, outcomeSchema],
  ])('%s', (_, type, schema) => {
    expect(fieldsOf(schema)).toEqual(type)
    expect(schema.additionalProperties).toBe(false)
  })

  it('every element type', () => {
    const element = at(messageSchema, '$defs', 'element')
    expect((element.properties as { type: { enum: readonly string[] } }).type.enum).toEqual(Object.keys(elements))
    const branches = (element.allOf as readonly { readonly if: JsonSchema; readonly then: JsonSchema }[]).map(branch => {
      const { type } = branch.if.properties as { type: { const: string } }
      return [type.const, { ...fieldsOf(branch.then), type: 'required' }]
    })
    expect(Object.fromEntries(branches)).toEqual(elements)
  })

  it('the closed lists', () => {
    expect(at(pushSettingsSchema, 'properties', 'category').enum).toEqual(categories)
    expect(at(recipientSchema, '$defs', 'device', 'properties', 'platform').enum).toEqual(platforms)
  })
})

describe('the published schemas', () => {
  it('have one $id each, named after their file, and state their draft', async () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter(file => file.endsWith('.schema.ts'))
    expect(files).toHaveLength(5)
    for (const file of files) {
      const schemas = Object.values((await import(new URL(file, import.meta.url).href)) as Record<string, JsonSchema>)
      expect(schemas.map(schema => [schema.$id, schema.$schema])).toEqual([
        [`https://rouse.dev/schemas/${file.replace('.schema.ts', '')}.json`, 'https://json-schema.org/draft/2020-12/schema'],
      ])
    }
  })

  it('are plain JSON: what an editor loads is what the code holds', () => {
    for (const schema of [messageSchema, pushSettingsSchema, recipientSchema, decisionSchema, outcomeSchema]) {
      expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
    }
  })
})
