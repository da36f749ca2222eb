import { nearest } from '@rouse/core/validation'
import { BadInput } from './bad-input.ts'
import { readValue } from './read-value.ts'

/** One `--set path=value`. */
interface Change {
  readonly option: string
  readonly root: Root
  readonly steps: readonly string[]
  readonly value: unknown
}

const roots = ['message', 'recipient', 'conversation', 'device', 'recent'] as const
type Root = (typeof roots)[number]

/** Pushes that the counters are to tell of. */
export interface Recent {
  readonly recipient: number
  readonly conversation: number
}

/** What a message or recipient would be if …: applied to the raw input, so that the result is checked like any other. */
export interface WhatIf {
  /** @throws BadInput for a place in a list that is not there. */
  message(raw: unknown): unknown
  /** @throws BadInput for a place in a list that is not there, and for a device of nobody who has one. */
  recipient(raw: unknown): unknown
  readonly recent: Recent
}

/**
 * Reads `--set` options: `device.session=logged-out`, `message.push.enabled=false`, `conversation.receive=none`, `recent.recipient=12`. A
 * value is JSON, else text; `device` means each of the recipient's devices, `conversation` the recipient's settings of it.
 */
export function readWhatIf(options: readonly string[]): WhatIf {
  const changes = options.map(readChange)
  const apply = (raw: unknown, wanted: (root: Root) => readonly string[] | null): unknown =>
    changes.reduce((value, change) => {
      const base = wanted(change.root)
      if (base === null) return value
      return change.root === 'device' ? eachDevice(value, device => put(device, change.steps, change)) : put(value, [...base, ...change.steps], change)
    }, raw)
  const all = (raw: unknown, change: (one: unknown) => unknown) => (Array.isArray(raw) ? raw.map(change) : change(raw))
  return {
    message: raw => all(raw, one => apply(one, root => (root === 'message' ? [] : null))),
    recipient(raw) {
      demandDevices(raw, changes)
      return all(raw, one => apply(one, root => (root === 'message' || root === 'recent' ? null : root === 'conversation' ? ['conversation'] : [])))
    },
    recent: changes.filter(({ root }) => root === 'recent').reduce(counted, { recipient: 0, conversation: 0 }),
  }
}

function readChange(option: string): Change {
  const at = option.indexOf('=')
  const [root = '', ...steps] = option.slice(0, Math.max(0, at)).split('.')
  if (at < 1 || steps.length === 0 || steps.some(step => step === '' || step === '__proto__')) {
    throw new BadInput([`--set ${option}: expected a path and a value, like device.session=logged-out`])
  }
  const known = roots.find(each => each === root)
  if (known === undefined) throw new BadInput([`--set ${option}: expected a path below ${roots.join(', ')}${hint(root, roots)}`])
  return { option, root: known, steps, value: readValue(option.slice(at + 1)) }
}

function counted(recent: Recent, { option, steps, value }: Change): Recent {
  const [which = '', ...more] = steps
  if (more.length > 0 || !Object.hasOwn(recent, which))
    throw new BadInput([
      `--set ${option}: expected ${Object.keys(recent)
        .map(name => `recent.${name}`)
        .join(' or ')}${hint(which, Object.keys(recent))}`,
    ])
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > 10_000)
    throw new BadInput([`--set ${option}: expected an integer of 0…10000`])
  return { ...recent, [which]: value }
}

function hint(name: string, known: readonly string[]): string {
  const close = nearest(name, known)
  return close === undefined ? '' : `, nearest "${close}"`
}

function demandDevices(raw: unknown, changes: readonly Change[]): void {
  const change = changes.find(({ root }) => root === 'device')
  const people = Array.isArray(raw) ? raw : [raw]
  if (change === undefined || people.length === 0 || people.some(one => devicesOf(one).length > 0)) return
  throw new BadInput([`--set ${change.option}: no recipient has a device`])
}

function devicesOf(recipient: unknown): readonly unknown[] {
  return isObject(recipient) && Array.isArray(recipient.devices) ? recipient.devices : []
}

function eachDevice(recipient: unknown, change: (device: unknown) => unknown): unknown {
  if (!isObject(recipient) || !Array.isArray(recipient.devices)) return recipient
  return { ...recipient, devices: recipient.devices.map(change) }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy with the value in its place; what is missing on the way is made, but for a place in a list. */
function put(target: unknown, steps: readonly string[], change: Change): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return change.value
  if (Array.isArray(target)) {
    const place = target.findIndex((_, i) => String(i) === step)
    if (place < 0) throw new BadInput([`--set ${change.option}: there is no place "${step}" in a list of ${target.length}`])
    return target.with(place, put(target[place], rest, change))
  }
  const object = isObject(target) ? target : {}
  return { ...object, [step]: put(Object.hasOwn(object, step) ? object[step] : undefined, rest, change) }
}
