import { platforms } from '../model/recipient.ts'
import type { Step } from './path.ts'
import type { Level } from './policy.ts'
import { type ReadableValue, settingsPaths, ttl } from './settings-paths.ts'

/** A fact of the closed table: of what it speaks, and every path that rules may read. `[*]`: any index; `.*`: any child. */
export interface FactInfo {
  readonly level: Level
  readonly paths: { readonly [path: string]: ReadableValue }
  /** Must be asked with `params: {seconds}`. */
  readonly seconds?: true
}

const text: ReadableValue = { type: 'string' }
const number: ReadableValue = { type: 'number' }
const flag: ReadableValue = { type: 'boolean' }
const id: ReadableValue = { type: 'string', always: true, filled: true }
const known: ReadableValue = { type: 'boolean', always: true }
const whole = (least: number, most: number): ReadableValue => ({ type: 'number', always: true, range: [least, most], whole: true })
const count = whole(0, Number.POSITIVE_INFINITY)
const age: ReadableValue = { type: 'number', range: [0, Number.POSITIVE_INFINITY] }
const oneOf = (...values: readonly string[]): ReadableValue => ({ type: 'string', always: true, oneOf: values })

/** The facts of facts.ts: every path that a rule may read, in its order. Host facts are the host's: any path, level recipient. */
export const factTable: { readonly [fact: string]: FactInfo } = {
  message: {
    level: 'message',
    paths: {
      '$.id': id,
      '$.revision': count,
      '$.kind': oneOf('chat', 'system'),
      '$.conversation.type': oneOf('c2c', 'group'),
      '$.conversation.id': id,
      '$.conversation.name': text,
      '$.sender.id': id,
      '$.sender.name': text,
      '$.sentAt': id,
      '$.app': text,
      '$.elements[*].type': { type: 'string', oneOf: ['text', 'face', 'image', 'voice', 'video', 'file', 'location', 'custom'] },
      '$.elements[*].text': text,
      '$.elements[*].index': number,
      '$.elements[*].data': text,
      '$.elements[*].url': text,
      '$.elements[*].seconds': number,
      '$.elements[*].name': text,
      '$.elements[*].bytes': number,
      '$.elements[*].description': text,
      '$.elements[*].latitude': number,
      '$.elements[*].longitude': number,
      '$.elements[*].ext': text,
      '$.elements[*].sound': text,
      '$.mentions.all': known,
      '$.mentions.users': { type: 'strings', always: true },
      '$.mentions.users[*]': text,
      '$.age': { ...age, always: true },
      '$.stated.enabled': flag,
      '$.stated.ttl': ttl,
    },
  },
  conversation: {
    level: 'recipient',
    paths: { '$.receive': oneOf('all', 'no-notify', 'mentions', 'none'), '$.mutedUntil': text, '$.muted': known },
  },
  recipient: {
    level: 'recipient',
    paths: {
      '$.id': id,
      '$.preview': oneOf('full', 'sender', 'none'),
      '$.timeZone': text,
      '$.locale': text,
      '$.unread': { type: 'number', range: [0, Number.POSITIVE_INFINITY], whole: true },
      '$.quietHours.from': text,
      '$.quietHours.to': text,
      '$.mentioned': known,
      '$.inQuietHours': known,
      '$.deviceCount': count,
      '$.bucket': whole(0, 99),
    },
  },
  device: {
    level: 'device',
    paths: {
      '$.id': text,
      '$.platform': { type: 'string', oneOf: platforms },
      '$.maker': text,
      '$.osVersion': text,
      '$.session': { type: 'string', oneOf: ['logged-in', 'logged-out', 'kicked', 'never'] },
      '$.appState': { type: 'string', oneOf: ['closed', 'background', 'foreground'] },
      '$.region': text,
      '$.playServices': flag,
      '$.hmsVersion': { type: 'number', nullable: true },
      '$.lastSeenAt': text,
      '$.lastSeenAge': age,
    },
  },
  now: {
    level: 'recipient',
    paths: {
      '$.iso': id,
      '$.hour': whole(0, 23),
      '$.minute': whole(0, 59),
      '$.weekday': whole(1, 7),
    },
  },
  effective: { level: 'device', paths: settingsPaths },
  recent: { level: 'recipient', paths: { '$.recipient': count, '$.conversation': count }, seconds: true },
}

/** Names of the closed table's facts. */
export const factNames: readonly string[] = Object.keys(factTable)

interface Pattern {
  readonly steps: readonly (Step | { readonly any: 'child' | 'index' })[]
  readonly value: ReadableValue
}

const patterns: ReadonlyMap<string, readonly Pattern[]> = new Map(
  Object.entries(factTable).map(([fact, info]) => [fact, Object.entries(info.paths).map(([path, value]) => ({ steps: patternSteps(path), value }))]),
)

function patternSteps(path: string): Pattern['steps'] {
  const named = path.slice(2).replaceAll('[*]', '.[*]').split('.')
  return named.map(name => (name === '*' ? { any: 'child' } : name === '[*]' ? { any: 'index' } : name))
}

/** What lies at this path of a fact of the closed table; null: no rule may read it. */
export function readableAt(fact: string, steps: readonly Step[]): ReadableValue | null {
  return patternAt(fact, steps)?.value ?? null
}

/** The table's own name for each step of a readable path; null for an index, or a vendor's name or key. */
export function namesAt(fact: string, steps: readonly Step[]): readonly (string | null)[] {
  return patternAt(fact, steps)?.steps.map(step => (typeof step === 'string' ? step : null)) ?? []
}

function patternAt(fact: string, steps: readonly Step[]): Pattern | undefined {
  return patterns.get(fact)?.find(pattern => pattern.steps.length === steps.length && pattern.steps.every((step, i) => matches(step, steps[i] as Step)))
}

function matches(pattern: Pattern['steps'][number], step: Step): boolean {
  if (typeof pattern !== 'object') return pattern === step
  return (pattern.any === 'index') === (typeof step === 'number')
}
