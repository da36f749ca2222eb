import { BadInput } from './bad-input.ts'

/** One `--set path=value`. */
interface Change {
  readonly root: Root
  readonly steps: readonly string[]
  readonly value: unknown
}

const roots = ['message', 'recipient', 'conversation', 'device'] as const
type Root = (typeof roots)[number]

/** What a message or recipient would be if …: applied to the raw input, so that the result is checked like any other. */
export interface WhatIf {
  message(raw: unknown): unknown
  recipient(raw: unknown): unknown
}

/**
 * Reads `--set` options: `device.session=logged-out`, `message.push.enabled=false`, `conversation.receive=none`. A value is JSON,
 * else text; `device` means each of the recipient's devices, `conversation` the recipient's settings of it.
 */
export function readWhatIf(options: readonly string[]): WhatIf {
  const changes = options.map(readChange)
  const apply = (raw: unknown, wanted: (root: Root) => readonly string[] | null): unknown =>
    changes.reduce((value, { root, steps, value: given }) => {
      const base = wanted(root)
      if (base === null) return value
      return root === 'device' ? eachDevice(value, device => put(device, steps, given)) : put(value, [...base, ...steps], given)
    }, raw)
  const all = (raw: unknown, change: (one: unknown) => unknown) => (Array.isArray(raw) ? raw.map(change) : change(raw))
  return {
    message: raw => all(raw, one => apply(one, root => (root === 'message' ? [] : null))),
    recipient: raw => all(raw, one => apply(one, root => (root === 'message' ? null : root === 'conversation' ? ['conversation'] : []))),
  }
}

function readChange(option: string): Change {
  const at = option.indexOf('=')
  const [root, ...steps] = option.slice(0, Math.max(0, at)).split('.')
  if (at < 1 || steps.length === 0 || steps.some(step => step === '' || step === '__proto__')) {
    throw new BadInput([`--set ${option} : expected a path and a value, like device.session=logged-out`])
  }
  const known = roots.find(each => each === root)
  if (known === undefined) throw new BadInput([`--set ${option} : expected a path below ${roots.join(', ')}`])
  return { root: known, steps, value: readValue(option.slice(at + 1)) }
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function eachDevice(recipient: unknown, change: (device: unknown) => unknown): unknown {
  if (!isObject(recipient) || !Array.isArray(recipient.devices)) return recipient
  return { ...recipient, devices: recipient.devices.map(change) }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A copy with the value in its place; what is missing on the way is made. */
function put(target: unknown, steps: readonly string[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (Array.isArray(target)) return target.map((each: unknown, i) => (String(i) === step ? put(each, rest, value) : each))
  const object = isObject(target) ? target : {}
  return { ...object, [step]: put(object[step], rest, value) }
}
