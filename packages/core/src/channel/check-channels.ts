import { createRequire } from 'node:module'
import { RouseError } from '../model/errors.ts'
import type { JsonSchema } from '../model/json.ts'
import type { Issue } from '../model/mistake.ts'
import { pushSettingsSchema } from '../model/push-settings.schema.ts'
import type { PushSettings } from '../model/push-settings.ts'
import type { Validator } from '../model/validator.ts'
import type { Counting } from '../text/count.ts'
import { boundErrors } from '../validation/bounded-validation.ts'
import { inDocumentOrder } from '../validation/document-order.ts'
import { formatIssue } from '../validation/format-mistake.ts'
import { step } from '../validation/pointer.ts'
import { schemaIssues } from '../validation/schema-mistakes.ts'
import type { AnyChannel, App } from './contract.ts'
import { isExpandedFrom } from './expanded-apps.ts'
import { validateRate } from './rate.schema.generated.ts'

/** Whether this process may make code from text; `--disallow-code-generation-from-strings` and some hosts forbid it. */
export function mayGenerateCode(): boolean {
  try {
    new Function('')
    return true
  } catch {
    return false
  }
}

/**
 * Compiles a channel's schema at start, for channels that bring no validators. ajv is loaded when first needed: it costs
 * a start some 35 ms, and the bundled channels never need it.
 *
 * @throws RouseError `codegen-forbidden` where no code may be made, `channel-invalid` for a schema that is none.
 */
export function compileSchema(schema: JsonSchema, channel: string, codegen: boolean): Validator {
  if (!codegen) {
    throw new RouseError(
      'codegen-forbidden',
      `Channel ${JSON.stringify(channel)} brings a schema but no compiled validator, and this process may not generate code: compile it beforehand (ajv standalone) and give it in the channel's \`validators\`.`,
    )
  }
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  try {
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true, validateFormats: false, code: { process: boundErrors } })
    if (schema.$id !== pushSettingsSchema.$id) ajv.addSchema(pushSettingsSchema)
    return ajv.compile(schema)
  } catch (cause) {
    throw new RouseError(
      'channel-invalid',
      `A schema of channel ${JSON.stringify(channel)} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}

const functions = ['misfit', 'render', 'send', 'authorize', 'sign'] as const

const atLeast = (least: number, value: number | undefined): boolean => value === undefined || (Number.isInteger(value) && value >= least)
const counts = (counting: Counting | undefined): boolean => counting === undefined || atLeast(1, counting.max)

/** What is wrong with a channel itself, whatever its configuration: a plugin author's mistakes. */
export function contractMistakes(channel: AnyChannel): readonly Issue[] {
  const { name, limits } = channel
  const base = `/channels${step(String(name))}`
  const found: Issue[] = []
  const demand = (holds: boolean, pointer: string, message: string): void => {
    if (!holds) found.push({ pointer: base + pointer, message })
  }
  demand(
    typeof name === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name),
    '/name',
    'expected a name of lower-case letters, digits, "-", "." and "_", at most 64',
  )
  for (const method of functions) demand(typeof channel[method] === 'function', `/${method}`, 'expected a function')
  if (typeof limits !== 'object' || limits === null) {
    demand(false, '/limits', 'expected an object')
    return found
  }
  demand(limits.tokens !== undefined && atLeast(1, limits.tokens), '/limits/tokens', 'expected an integer of 1 or more')
  demand(
    limits.token instanceof RegExp && !limits.token.global && !limits.token.sticky,
    '/limits/token',
    'expected a RegExp without the flags g and y: those keep state',
  )
  demand(atLeast(1, limits.prepareFrom), '/limits/prepareFrom', 'expected an integer of 1 or more')
  demand(atLeast(1, limits.payload), '/limits/payload', 'expected an integer of 1 or more')
  for (const part of ['title', 'subtitle', 'body'] as const) demand(counts(limits[part]), `/limits/${part}/max`, 'expected an integer of 1 or more')
  const { ttl } = limits
  demand(ttl === undefined || (atLeast(0, ttl.min) && atLeast(0, ttl.max) && ttl.min <= ttl.max), '/limits/ttl', 'expected 0 ≤ min ≤ max, in seconds')
  demand(atLeast(0, limits.renewEveryMs), '/limits/renewEveryMs', 'expected milliseconds, an integer of 0 or more')
  if (limits.rate !== undefined) found.push(...mistakesOf(validateRate, limits.rate, `${base}/limits/rate`, true))
  return found
}

export interface CheckChannelsOptions {
  /** false: options and apps are not looked at (`explain` works without a config). Default true. */
  readonly apps?: boolean
  /** Whether code may be generated from text. Default: tried. */
  readonly codegen?: boolean
}

/** What checking leaves for the messages to come. */
export interface CheckedChannels {
  /**
   * Mistakes in `push.vendors.<name>` of the installed channels, with pointers below `base` (default `/push`), at most
   * 100. What is stated for a channel that is not installed is left alone.
   */
  vendorMistakes(push: PushSettings | undefined, base?: string): readonly Issue[]
}

const most = 100
/** Mistakes of one channel's entries that are counted, beyond those that are listed. */
const mostFound = 1000
/** App entries of one channel: more are no configuration. */
const mostApps = 10_000
/** Entries of one app that are compared: a factory makes few of one (APNs two, Xiaomi one a region). */
const mostAlike = 16
const nothingWrong: readonly Issue[] = Object.freeze([])

/**
 * Checks, when an engine starts, the channels themselves (limits, name, functions) and what they were configured with
 * (`options`, each entry of `apps`) by their schemas: with the channel's own `validators`, else compiled here.
 *
 * @throws RouseError `channel-invalid` for a broken channel or schema, `config-invalid` for a wrong configuration, with
 * every mistake and pointers like `/channels/apns/apps/0/keyId`, never a value; `codegen-forbidden` where a validator is
 * missing and none may be made.
 */
export function checkChannels(channels: readonly AnyChannel[], { apps = true, codegen = mayGenerateCode() }: CheckChannelsOptions = {}): CheckedChannels {
  const broken = channels.flatMap(contractMistakes)
  const wrong: Issue[] = []
  const settings = new Map<string, Validator>()
  const seen = new Set<string>()
  for (const channel of channels) {
    if (seen.has(channel.name)) wrong.push({ pointer: at(channel), message: 'two channels of this name: install each once' })
    seen.add(channel.name)
    const ofSettings = channel.validators?.settings ?? compiled(channel.settingsSchema, channel, codegen)
    if (ofSettings !== undefined) settings.set(channel.name, ofSettings)
    if (apps) wrong.push(...configMistakes(channel, codegen))
  }
  refuse(broken, wrong)
  return {
    vendorMistakes(push, base = '/push') {
      if (push?.vendors === undefined || settings.size === 0) return nothingWrong
      let found: readonly Issue[] = nothingWrong
      for (const [name, stated] of Object.entries(push.vendors)) {
        const validate = settings.get(name)
        if (validate !== undefined) found = [...found, ...mistakesOf(validate, stated, `${base}/vendors${step(name)}`, true)]
      }
      return found.length > most ? found.slice(0, most) : found
    },
  }
}

const at = (channel: AnyChannel): string => `/channels${step(String(channel.name))}`

function compiled(schema: JsonSchema | undefined, channel: AnyChannel, codegen: boolean): Validator | undefined {
  return schema === undefined ? undefined : compileSchema(schema, channel.name, codegen)
}

/**
 * Checks one app entry by itself as `checkChannels` checks each of `channel.apps`: by the channel's schema, then by its `checkApp`.
 *
 * @returns every mistake, with pointers below the entry (`/host`) and never a value; none for a right entry.
 * @throws RouseError `codegen-forbidden` where the channel has no validator and none may be made.
 */
export function appMistakes(channel: AnyChannel, app: unknown, { codegen = mayGenerateCode() }: { readonly codegen?: boolean } = {}): readonly Issue[] {
  if (typeof app !== 'object' || app === null || Array.isArray(app)) return [{ pointer: '', message: 'expected an app entry, an object' }]
  const found = entryMistakes(channel, channel.validators?.app ?? compiled(channel.appSchema, channel, codegen), app, '')
  return found.length > most ? found.slice(0, most) : found
}

/** The mistakes of one entry; `checkApp` sees only what its schema accepts. */
function entryMistakes(channel: AnyChannel, ofApp: Validator | undefined, app: unknown, base: string): readonly Issue[] {
  const found = ofApp === undefined ? nothingWrong : mistakesOf(ofApp, app, base)
  if (found.length > 0 || channel.checkApp === undefined) return found
  if (typeof app !== 'object' || app === null) return [{ pointer: base, message: 'expected an app entry, an object' }]
  try {
    return channel.checkApp(app as App).map(mistake => ({ ...mistake, pointer: base + mistake.pointer }))
  } catch {
    // What it throws may quote a secret.
    return [{ pointer: base, message: 'cannot be checked: checkApp of its channel failed on it' }]
  }
}

function configMistakes(channel: AnyChannel, codegen: boolean): readonly Issue[] {
  const base = at(channel)
  const ofOptions = channel.validators?.options ?? compiled(channel.optionsSchema, channel, codegen)
  const ofApp = channel.validators?.app ?? compiled(channel.appSchema, channel, codegen)
  const found = ofOptions === undefined ? [] : [...mistakesOf(ofOptions, channel.options ?? {}, base)]
  if (!Array.isArray(channel.apps)) return [...found, { pointer: `${base}/apps`, message: 'expected an array of app entries' }]
  const { apps } = channel
  if (apps.length > mostApps) return [...found, { pointer: `${base}/apps`, message: `expected at most ${mostApps} app entries` }]
  const alike = new Map<unknown, unknown[]>()
  for (let index = 0; index < apps.length && found.length < mostFound; index++) {
    const app: unknown = apps[index]
    if (typeof app !== 'object' || app === null) {
      found.push({ pointer: `${base}/apps/${index}`, message: 'expected an object' })
      continue
    }
    if (!isReadable(app)) {
      found.push({ pointer: `${base}/apps/${index}`, message: 'cannot be read: expected plain data' })
      continue
    }
    const mistakes = entryMistakes(channel, ofApp, app as App, `${base}/apps/${index}`)
    if (!isSpread(app, alike)) found.push(...mistakes)
  }
  return [...found, ...twins(apps, base)]
}

/** Whether every field of an entry can be read. */
function isReadable(entry: object): boolean {
  try {
    return Object.values(entry).length >= 0
  } catch {
    // An accessor or a Proxy threw.
    return false
  }
}

/** Whether a factory made an entry of an earlier one of the same app, whose mistakes were reported already. `alike`: the entries so far, by app. */
function isSpread(entry: object, alike: Map<unknown, unknown[]>): boolean {
  const { app } = entry as { readonly app?: unknown }
  const earlier = alike.get(app) ?? []
  const made = earlier.some(other => isExpandedFrom(entry, other))
  if (earlier.length < mostAlike) alike.set(app, [...earlier, entry])
  return made
}

/** A value's mistakes; `values`: whether they may be shown, as a configuration's may be secrets. */
function mistakesOf(validate: Validator, value: unknown, base: string, values = false): readonly Issue[] {
  try {
    if (validate(value)) return nothingWrong
  } catch {
    // ajv's comparison calls `valueOf`, and so throws on a value that has a field of this name.
    return [{ pointer: base, message: 'cannot be checked: its validator failed on it' }]
  }
  const { mistakes } = schemaIssues(validate.errors, value, { values })
  // A validator need not say why.
  if (mistakes.length === 0) return [{ pointer: base, message: 'refused by the validator of its channel' }]
  return inDocumentOrder(value, mistakes).map(mistake => ({ ...mistake, pointer: base + mistake.pointer }))
}

/** What an entry serves, as one text; null where it does not say so in texts, which its schema tells. */
function placeOf(entry: App): string | null {
  try {
    const parts: readonly unknown[] = [entry.app, entry.environment ?? null, entry.region ?? null]
    return parts.every(part => part === null || typeof part === 'string') ? JSON.stringify(parts) : null
  } catch {
    // An accessor or a Proxy threw.
    return null
  }
}

/** Entries that serve the same app, environment and region: nobody could say which one is used. */
function twins(apps: readonly App[], base: string): readonly Issue[] {
  const places = new Map<string, number>()
  return apps.flatMap((entry, index) => {
    if (typeof entry !== 'object' || entry === null) return []
    const key = placeOf(entry)
    if (key === null) return []
    const before = places.get(key)
    if (before === undefined) {
      places.set(key, index)
      return []
    }
    return [{ pointer: `${base}/apps/${index}`, message: `the same app, environment and region as entry ${before}` }]
  })
}

function refuse(broken: readonly Issue[], wrong: readonly Issue[]): void {
  const all = [...broken, ...wrong]
  if (all.length === 0) return
  const mistakes = all.slice(0, most)
  const rest = all.length > most ? `; … and ${all.length - most} more` : ''
  throw new RouseError(broken.length > 0 ? 'channel-invalid' : 'config-invalid', mistakes.map(mistake => formatIssue('config', mistake)).join('; ') + rest, {
    mistakes,
  })
}
