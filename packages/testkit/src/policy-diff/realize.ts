import { bucketOf, type Device, type Json, type Message, type Recipient } from '@rouse/core'
import { sampleApp, sampleDevices } from '../samples/devices.ts'
import { type Assignment, failedPath, placeOf } from './assignment.ts'

/** One thing to decide: a message, a recipient, the clock, and what the counters and the host say. */
export interface Case {
  readonly message: Message
  readonly recipient: Recipient
  /** UNIX ms. */
  readonly now: number
  /** Pushes in any window of time. */
  readonly recent: { readonly recipient: number; readonly conversation: number }
  readonly host: { readonly [fact: string]: Json }
  /** Host facts, or `recent`, that cannot be had. */
  readonly failed: readonly string[]
}

/** A Monday. */
const monday = Date.parse('2026-11-23T10:00:00Z')
const day = 86_400_000

type Values = ReadonlyMap<string, Json>
type Plain = { [name: string]: Json | undefined }

const isTime = (value: Json | undefined): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const rfc3339 = (at: number): string => new Date(Math.min(Math.max(at, 0), 4e12)).toISOString()

/** Turns assignments to facts into an input whose facts they are, as far as there is one; what nobody assigns is plain and pushes. */
export function realize(assignments: readonly Assignment[], channels: readonly string[]): Case {
  const values = new Map(assignments.map(assignment => [placeOf(assignment), assignment.value]))
  const now = clockOf(values)
  const recipientId = idOf(values)
  return {
    now,
    message: messageOf(values, now, recipientId),
    recipient: recipientOf(values, now, recipientId, channels),
    recent: { recipient: countOf(values.get('recent $.recipient')), conversation: countOf(values.get('recent $.conversation')) },
    host: hostOf(assignments.filter(({ path }) => path !== failedPath)),
    failed: assignments.filter(({ path }) => path === failedPath).map(({ fact }) => fact),
  }
}

function countOf(value: Json | undefined): number {
  return typeof value === 'number' ? Math.min(Math.max(0, Math.round(value)), 10_000) : 0
}

/** The instant at which the recipient's clock shows what is asked of `now`. */
function clockOf(values: Values): number {
  const [hour, minute, weekday] = (['hour', 'minute', 'weekday'] as const).map(name => values.get(`now $.${name}`))
  const local = new Date(monday)
  if (typeof hour === 'number') local.setUTCHours(hour)
  if (typeof minute === 'number') local.setUTCMinutes(minute)
  const wanted = local.getTime() + (typeof weekday === 'number' ? (weekday - 1) * day : 0)
  const zone = values.get('recipient $.timeZone')
  return typeof zone === 'string' && [hour, minute, weekday].some(value => value !== undefined) ? wanted - offsetOf(zone, wanted) : wanted
}

function offsetOf(timeZone: string, at: number): number {
  try {
    const local = new Date(at).toLocaleString('sv', { timeZone })
    return Date.parse(`${local.replace(' ', 'T')}Z`) - at
  } catch (error) {
    // No zone that anyone knows: it will be refused as such.
    if (error instanceof RangeError) return 0
    throw error
  }
}

function idOf(values: Values): string {
  const stated = values.get('recipient $.id')
  const bucket = values.get('recipient $.bucket')
  if (typeof stated === 'string' && stated !== '') return stated
  if (typeof bucket !== 'number') return 'alice'
  for (let i = 0; i < 5000; i++) if (bucketOf(`user-${i}`) === bucket) return `user-${i}`
  return 'alice'
}

function messageOf(values: Values, now: number, recipientId: string): Message {
  const message: Plain = {
    id: 'msg-1',
    kind: 'chat',
    conversation: { type: 'c2c', id: 'bob' },
    sender: { id: 'bob' },
    elements: [{ type: 'text', text: 'hello' }],
  }
  const push: Plain = {}
  for (const [place, value] of values) {
    const [fact, path = '$'] = place.split(' ')
    if (fact === 'effective') put(push, path.replace(/^\$\.from\..*$/, '$'), value)
    if (fact !== 'message' || path === '$.age') continue
    if (path.startsWith('$.stated.')) put(push, path.replace('.stated', ''), value)
    else put(message, path, value)
  }
  const age = values.get('message $.age')
  if (typeof age === 'number') message.sentAt = rfc3339(now - age * 1000)
  const mentioned = values.get('recipient $.mentioned')
  if (mentioned === true) message.mentions = { users: [recipientId] }
  // What the recipient states globally is not the message's.
  if (values.get('effective $.from.enabled') === 'global') delete push.enabled
  if (Object.keys(push).length > 0) message.push = push as Json
  return message as unknown as Message
}

function recipientOf(values: Values, now: number, id: string, channels: readonly string[]): Recipient {
  const recipient: Plain = { id }
  const device: Plain = {}
  for (const [place, value] of values) {
    const [fact, path = '$'] = place.split(' ')
    if (fact === 'device') put(device, path, value)
    if (fact === 'recipient') put(recipient, path, value)
    if (fact === 'conversation') put(recipient, path.replace('$', '$.conversation'), value)
  }
  const conversation = recipient.conversation as Plain | undefined
  if (conversation !== undefined) {
    if (conversation.muted === true && !isTime(conversation.mutedUntil)) conversation.mutedUntil = rfc3339(now + day)
    delete conversation.muted
  }
  if (recipient.inQuietHours === true) recipient.quietHours = { from: '00:00', to: '23:59' }
  if (typeof device.lastSeenAge === 'number') device.lastSeenAt = rfc3339(now - device.lastSeenAge * 1000)
  if (values.get('effective $.from.enabled') === 'global') recipient.settings = { enabled: values.get('effective $.enabled') !== false }
  for (const name of ['mentioned', 'inQuietHours', 'bucket', 'deviceCount']) delete recipient[name]
  delete device.lastSeenAge
  const count = Math.min(countOf(values.get('recipient $.deviceCount') ?? 1), 12)
  recipient.id = id
  recipient.devices = Array.from({ length: count }, (_, i) => ({
    platform: 'android',
    ...device,
    id: device.id ?? `d${i + 1}`,
    registrations: registrationsFor(channels),
  })) as unknown as Json
  return recipient as unknown as Recipient
}

function registrationsFor(channels: readonly string[]): Device['registrations'] {
  const samples: Readonly<Record<string, Device>> = sampleDevices
  return channels.map(channel => ({
    channel,
    token: samples[channel]?.registrations[0]?.token ?? 'token0123456789abcdef',
    app: sampleApp,
    registeredAt: '2026-11-01T00:00:00Z',
  }))
}

/** Host facts may be read at paths: their values are built of all that is asked of them. */
function hostOf(assignments: readonly Assignment[]): { readonly [fact: string]: Json } {
  const host: Plain = {}
  for (const { fact, path, value } of assignments) put(host, path.replace('$', `$.${fact}`), value)
  return host as { readonly [fact: string]: Json }
}

/** Sets what lies at a path, making what is missing on the way. `null` at a setting is a statement, so it is set too. */
function put(target: Plain, path: string, value: Json): void {
  const steps = path.match(/[^.$[\]'"]+/g) ?? []
  let here: Plain = target
  steps.forEach((step, i) => {
    if (step === '__proto__') return
    // A list has no gaps.
    if (Array.isArray(here)) while (here.length < Number(step)) here.push(null)
    if (i === steps.length - 1) {
      here[step] = value
      return
    }
    const next = here[step]
    const index = /^\d+$/.test(steps[i + 1] ?? '')
    if (typeof next !== 'object' || next === null) here[step] = index ? [] : {}
    here = here[step] as Plain
  })
}
