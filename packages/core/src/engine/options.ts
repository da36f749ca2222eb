import { RouseError, type RouseErrorCode } from '../model/errors.ts'
import type { Issue } from '../model/mistake.ts'
import type { Validator } from '../model/validator.ts'
import { validateExplainOptions, validatePushOptions, validateTokenMove } from '../pipeline/call-options.schema.generated.ts'
import { validateTextOptions } from '../pipeline/text-options.schema.generated.ts'
import type { TokenName } from '../state/token-owners.ts'
import { inDocumentOrder } from '../validation/document-order.ts'
import { formatIssue } from '../validation/format-mistake.ts'
import { schemaIssues } from '../validation/schema-mistakes.ts'
import { validateEngineOptions } from './options.schema.generated.ts'
import type { DecideOptions, EngineOptions, ExplainOptions, PushOptions } from './types.ts'

/** Defaults of EngineOptions; those of `retry` and `breaker` are `retryDefaults` and `breakerDefaults`. */
export const engineDefaults = {
  pageConcurrency: 4,
  queue: 1000,
  inFlight: 10_000,
  historySize: 100_000,
  batchWaitMs: 20,
  requestTimeoutMs: 10_000,
} as const satisfies Partial<EngineOptions>

/** Checked one by one, as they are functions or the host's own objects; and far too large to be walked for a mistake. */
const own = ['channels', 'policy', 'facts', 'text', 'container', 'counters', 'transport', 'clock', 'random'] as const

/** The most mistakes of one error. */
const most = 100

function refusal(code: RouseErrorCode, file: string, mistakes: readonly Issue[]): RouseError {
  const listed = mistakes.slice(0, most)
  return new RouseError(code, listed.map(mistake => formatIssue(file, mistake)).join('; '), { mistakes: listed })
}

/** A copy of an object's own fields, or null where it is none or cannot be read. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  try {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    // An accessor or a Proxy threw.
    return null
  }
}

const noObject: readonly Issue[] = Object.freeze([{ pointer: '', message: 'expected an object that can be read' }])

/** A value's mistakes by a schema, below `base`; no value is shown where `values` is false. */
function mistakesOf(validate: Validator, value: unknown, base: string, values = true): readonly Issue[] {
  try {
    if (validate(value)) return []
    return inDocumentOrder(value, schemaIssues(validate.errors, value, { values }).mistakes).map(one => ({ ...one, pointer: base + one.pointer }))
  } catch {
    // A Proxy or an accessor threw.
    return [{ pointer: base, message: 'cannot be read' }]
  }
}

/**
 * Checks the numbers of an engine's options, and their names.
 *
 * @throws RouseError `config-invalid` with every mistake, and pointers like `/retry/attempts`.
 */
export function checkOptions(options: EngineOptions): void {
  const fields = fieldsOf(options)
  if (fields === null) throw refusal('config-invalid', 'options', noObject)
  const plain = { ...fields, ...Object.fromEntries(own.filter(name => name in fields).map(name => [name, null])) }
  const mistakes = [...mistakesOf(validateEngineOptions, plain, '')]
  const demand = (holds: boolean, pointer: string, message: string): void => {
    if (!holds) mistakes.push({ pointer, message })
  }
  demand(hasFunctions(fields.transport, ['request', 'close']), '/transport', 'expected a transport: an object with the functions request and close')
  demand(isOptionalFunction(fields.random), '/random', 'expected a function')
  if (mistakes.length > 0) throw refusal('config-invalid', 'options', mistakes)
}

const isOptionalFunction = (value: unknown): boolean => value === undefined || typeof value === 'function'

function hasFunctions(value: unknown, names: readonly PropertyKey[]): boolean {
  try {
    return ((typeof value === 'object' && value !== null) || typeof value === 'function') && names.every(name => typeof Reflect.get(value, name) === 'function')
  } catch {
    return false
  }
}

/**
 * Checks what deciding needs, before any of it is used: channels, texts, facts and ports.
 *
 * @throws RouseError `config-invalid` with every mistake.
 */
export function checkDecideOptions(options: DecideOptions): void {
  const fields = fieldsOf(options)
  if (fields === null) throw refusal('config-invalid', 'options', noObject)
  const { channels, facts, text, container, counters, clock } = fields
  const mistakes: Issue[] = []
  const demand = (holds: boolean, pointer: string, message: string): void => {
    if (!holds) mistakes.push({ pointer, message })
  }
  mistakes.push(...channelsMistakes(channels))
  if (text !== undefined) {
    const plain = fieldsOf(text)
    if (plain === null) demand(false, '/text', 'expected an object that can be read')
    else {
      mistakes.push(...mistakesOf(validateTextOptions, plain, '/text'))
      demand(isOptionalFunction(plain.body), '/text/body', 'expected a function')
    }
  }
  demand(facts === undefined || fieldsOf(facts) !== null, '/facts', 'expected an object: a host fact for each name')
  const isContainer = container === undefined || hasFunctions(container, ['isRegistered', 'resolveAll', 'createChildContainer'])
  demand(isContainer, '/container', 'expected a tsyringe container')
  demand(counters === undefined || fieldsOf(counters) !== null, '/counters', 'expected an object')
  demand(isOptionalFunction(clock), '/clock', 'expected a function')
  if (mistakes.length > 0) throw refusal('config-invalid', 'options', mistakes)
}

function channelsMistakes(channels: unknown): readonly Issue[] {
  const mistakes: Issue[] = []
  try {
    if (!Array.isArray(channels)) return [{ pointer: '/channels', message: 'expected an array of channels' }]
    if (channels.length > most) return [{ pointer: '/channels', message: `expected at most ${most} channels` }]
    for (let at = 0; at < channels.length; at++) {
      const channel: unknown = channels[at]
      if (typeof channel !== 'object' || channel === null) mistakes.push({ pointer: `/channels/${at}`, message: 'expected a channel, as its factory makes it' })
    }
  } catch {
    return [{ pointer: '/channels', message: 'cannot be read: expected an array of channels' }]
  }
  return mistakes
}

/** The options of one call as plain data. */
function callOptions<T>(given: unknown, validate: Validator): T {
  if (given === undefined) return {} as T
  const plain = fieldsOf(given)
  const mistakes = plain === null ? noObject : mistakesOf(validate, plain, '')
  if (mistakes.length > 0) throw refusal('config-invalid', 'options', mistakes)
  return plain as T
}

/** @throws RouseError `config-invalid` for options of `push` or `submit` that are unknown or out of range. */
export const checkPushOptions = (given: unknown): PushOptions => callOptions<PushOptions>(given, validatePushOptions)

/** @throws RouseError `config-invalid` for options of `explain` that are unknown or out of range. */
export const checkExplainOptions = (given: unknown): ExplainOptions => callOptions<ExplainOptions>(given, validateExplainOptions)

/**
 * What `moveToken` takes, as plain data. No value is shown: it may be a token.
 *
 * @throws RouseError `recipient-invalid`.
 */
export function checkTokenMove(token: unknown, owner: unknown): { readonly token: TokenName; readonly owner: string | null } {
  const plain = { token: fieldsOf(token), owner }
  const mistakes = mistakesOf(validateTokenMove, plain, '', false)
  if (mistakes.length > 0) throw refusal('recipient-invalid', 'moveToken', mistakes)
  const { channel, app, token: name } = plain.token as unknown as TokenName
  return { token: { channel, app, token: name }, owner: owner as string | null }
}

/**
 * Checks what `run` reads from.
 *
 * @throws RouseError `config-invalid`.
 */
export function demandSources(messages: unknown, directory: unknown): void {
  const mistakes: Issue[] = []
  const isStream = hasFunctions(messages, ['subscribe']) || hasFunctions(messages, [Symbol.asyncIterator])
  if (!isStream) mistakes.push({ pointer: '/messages', message: 'expected an AsyncIterable or an Observable of messages' })
  if (!hasFunctions(directory, ['pages'])) mistakes.push({ pointer: '/directory', message: 'expected a Directory: an object with the function pages' })
  if (mistakes.length > 0) throw refusal('config-invalid', 'run', mistakes)
}
