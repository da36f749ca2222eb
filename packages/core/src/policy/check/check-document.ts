import { reasons } from '../../model/decision.ts'
import type { Json } from '../../model/json.ts'
import type { Issue } from '../../model/mistake.ts'
import { type Checker, type CheckResult, createChecker } from '../../validation/checker.ts'
import { isTime } from '../../validation/times.ts'
import { bundledChannels } from '../bundled-channels.ts'
import { factNames } from '../fact-table.ts'
import type { LoadPolicyOptions } from '../policy.ts'
import { checkCondition } from './check-condition.ts'
import type { Mistakes } from './mistakes.ts'
import { childPointer } from './pointer.ts'
import { type Check, checkObject, integer, isObject, list, object, oneOf, record, text } from './shape.ts'

/** Names and numbers of the built-in layers, and the name that stands for derived text: no policy's layer may take them. */
export const reservedLayers = { names: ['default', 'global', 'message', 'elements'], priorities: [0, 100, 200] } as const

/** Rules of all sections together that a document may have. */
export const maxRules = 1000

const line = text('one line of at most 500 characters', /^[^\n\r]{0,500}$/u)
const anything: Check = () => undefined
const anyText = text('text', /^/u)
const textOrNull: Check = (value, pointer, mistakes) => (value === null ? undefined : anyText(value, pointer, mistakes))

/** Part of a Decision. */
const expectation = object({
  fields: {
    message: anyText,
    recipient: anyText,
    device: textOrNull,
    policy: anyText,
    decision: oneOf(() => ['push', 'suppress', 'defer'], 'a decision'),
    reason: textOrNull,
    rule: textOrNull,
    dueAt: textOrNull,
    channel: textOrNull,
    channels: list(anyText),
    settings: record(object({ fields: { value: anything, from: anyText } }), 'a setting', /^/u),
    notes: list(anything),
    trace: list(anything),
    request: record(anything, 'a field', /^/u),
  },
})

/** Every field of a document by itself: names, types, ranges, references to facts, operators, reasons and channels. */
export function checkDocument(document: Json, mistakes: Mistakes, options: LoadPolicyOptions): void {
  const hostFacts = (options.hostFacts ?? []).filter(name => !factNames.includes(name))
  const own = isObject(document) && Array.isArray(document.reasons) ? document.reasons.filter(reason => typeof reason === 'string') : []
  const named = new Set(isObject(document) && isObject(document.conditions) ? Object.keys(document.conditions) : [])
  const knownReasons = [...reasons, ...own]
  const checker = createChecker()
  const vendorMistakes = options.vendorMistakes ?? (() => [])
  const channels = [...new Set(['*', ...bundledChannels, ...(options.channels ?? [])])]

  const condition =
    (inLayers: boolean): Check =>
    (value, pointer) =>
      checkCondition(value, pointer, { mistakes, hostFacts, named, inLayers, recentMost: options.recentMost }, true)
  const reason = oneOf(() => knownReasons, 'a reason: a built-in one or one of the document’s reasons')

  const rules = (events: { readonly [type: string]: Check }, optional: readonly string[], inLayers = false): Check =>
    list(
      object({
        fields: {
          name: text('a name of 1 to 100 characters', /^[^\n\r]{1,100}$/u),
          description: line,
          priority: integer(1, Number.MAX_SAFE_INTEGER),
          conditions: condition(inLayers),
          event: eventOf(events, optional),
        },
        required: ['name', 'conditions', 'event'],
      }),
      { most: maxRules },
    )

  checkObject(document, '', mistakes, {
    fields: {
      $schema: text('a URL of at most 500 characters', /^[\s\S]{1,500}$/u),
      name: text(),
      description: text('text of at most 5000 characters', /^[\s\S]{0,5000}$/u),
      reasons: list(text('a reason code: lower-case words with hyphens, at most 64 characters', /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/u)),
      conditions: record(condition(false), 'a name of 1 to 100 characters', /^[^\n\r]{1,100}$/u),
      layers: rules({ layer: layerParams(checker, vendorMistakes) }, [], true),
      rules: rules(
        {
          suppress: object({ fields: { reason }, required: ['reason'] }),
          allow: object({ fields: { reason } }),
          defer: object({ fields: { seconds: integer(1, 2_592_000), reason }, required: ['seconds', 'reason'] }),
        },
        ['allow'],
      ),
      selection: rules(
        {
          offer: object({
            fields: {
              channels: list(
                oneOf(() => channels, 'a channel, or "*" for all others'),
                { least: 1 },
              ),
            },
            required: ['channels'],
          }),
        },
        [],
      ),
      onFactError: oneOf(() => ['suppress', 'allow'], 'what a failed host fact means'),
      tests: list(policyTest(checker, vendorMistakes, hostFacts)),
    },
    required: ['name', 'rules'],
  })
}

/** An event of one of these types; `optional`: types that need no params. */
function eventOf(events: { readonly [type: string]: Check }, optional: readonly string[]): Check {
  const types = Object.keys(events)
  return (value, pointer, mistakes) => {
    const type = isObject(value) ? value.type : undefined
    const params = typeof type === 'string' && Object.hasOwn(events, type) ? events[type] : undefined
    checkObject(value, pointer, mistakes, {
      fields: { type: oneOf(() => types, 'an event'), params: params ?? anything },
      required: typeof type === 'string' && optional.includes(type) ? ['type'] : ['type', 'params'],
    })
  }
}

type VendorMistakes = NonNullable<LoadPolicyOptions['vendorMistakes']>

/** By the model, its meaning included; `more`: what else is asked of a value that it takes. */
function byChecker<T>(check: (input: unknown) => CheckResult<T>, more: (value: T, pointer: string) => readonly Issue[] = () => []): Check {
  return (value, pointer, mistakes) => {
    const checked = check(value)
    const found = checked.ok ? more(checked.value, pointer) : checked.mistakes.map(mistake => ({ ...mistake, pointer: `${pointer}${mistake.pointer}` }))
    for (const mistake of found) mistakes.take(mistake)
  }
}

function layerParams(checker: Checker, vendorMistakes: VendorMistakes): Check {
  return object({
    fields: {
      name: (value, pointer, mistakes) => {
        text('a layer’s name of 1 to 100 characters', /^[^\n\r]{1,100}$/u)(value, pointer, mistakes)
        if (reservedLayers.names.some(name => name === value))
          mistakes.add(pointer, `expected another name: ${reservedLayers.names.join(', ')} are built in`, { value })
      },
      priority: (value, pointer, mistakes) => {
        if (!Number.isSafeInteger(value)) mistakes.add(pointer, 'expected an integer', { value })
        if (reservedLayers.priorities.some(number => number === value))
          mistakes.add(pointer, `expected another integer: ${reservedLayers.priorities.join(', ')} are built in`, { value })
      },
      settings: byChecker(checker.pushSettings, vendorMistakes),
    },
    required: ['name', 'priority', 'settings'],
  })
}

function policyTest(checker: Checker, vendorMistakes: VendorMistakes, hostFacts: readonly string[]): Check {
  const count = integer(0, 10_000)
  return object({
    fields: {
      name: text(),
      message: byChecker(checker.message, ({ push }, pointer) => (push === undefined ? [] : vendorMistakes(push, `${pointer}/push`))),
      recipient: byChecker(checker.recipient),
      now: (value, pointer, mistakes) => {
        if (typeof value !== 'string' || !isTime(value)) mistakes.add(pointer, 'expected an RFC 3339 time, as 2026-11-23T10:00:00Z', { value })
      },
      facts: object({ fields: Object.fromEntries(hostFacts.map(name => [name, anything])) }),
      recent: object({ fields: { recipient: count, conversation: count } }),
      expect: expectation,
    },
    required: ['name', 'message', 'recipient', 'expect'],
  })
}

/** What holds between fields: names used once, numbers used once, limits over all sections. */
export function checkUniqueness(document: Json, mistakes: Mistakes): void {
  if (!isObject(document)) return
  const sections = ['layers', 'rules', 'selection', 'tests'] as const
  let count = 0
  for (const section of sections) {
    const entries = document[section]
    if (!Array.isArray(entries)) continue
    if (section !== 'tests') count += entries.length
    once(
      entries.map(entry => (isObject(entry) ? entry.name : undefined)),
      i => `/${section}/${i}/name`,
      mistakes,
    )
  }
  if (count > maxRules) mistakes.add('', `expected at most ${maxRules} rules, found ${count}`)
  const layers = Array.isArray(document.layers)
    ? document.layers.map(rule => (isObject(rule) && isObject(rule.event) && isObject(rule.event.params) ? rule.event.params : {}))
    : []
  once(
    layers.map(params => params.name),
    i => `/layers/${i}/event/params/name`,
    mistakes,
  )
  once(
    layers.map(params => params.priority),
    i => `/layers/${i}/event/params/priority`,
    mistakes,
  )
  if (Array.isArray(document.reasons)) {
    once(document.reasons, i => `/reasons/${i}`, mistakes)
    document.reasons.forEach((reason, i) => {
      if (reasons.some(builtIn => builtIn === reason))
        mistakes.add(childPointer('/reasons', i), 'expected a new reason: this one is built in', { value: reason })
    })
  }
  if (Array.isArray(document.selection)) {
    document.selection.forEach((rule, i) => {
      const channels = isObject(rule) && isObject(rule.event) && isObject(rule.event.params) ? rule.event.params.channels : undefined
      if (Array.isArray(channels)) once(channels, j => `/selection/${i}/event/params/channels/${j}`, mistakes)
    })
  }
}

function once(values: readonly (Json | undefined)[], pointer: (i: number) => string, mistakes: Mistakes): void {
  const seen = new Map<Json, number>()
  values.forEach((value, i) => {
    if (typeof value !== 'string' && typeof value !== 'number') return
    const before = seen.get(value)
    if (before !== undefined) mistakes.add(pointer(i), `used twice: ${pointer(before)} has it too`, { value })
    else seen.set(value, i)
  })
}
