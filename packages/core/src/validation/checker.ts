import { validateMessage } from '../model/message.schema.generated.ts'
import type { Message } from '../model/message.ts'
import type { Issue } from '../model/mistake.ts'
import { validatePushSettings } from '../model/push-settings.schema.generated.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { validateRecipient } from '../model/recipient.schema.generated.ts'
import { recipientSchema } from '../model/recipient.schema.ts'
import type { Device, Recipient } from '../model/recipient.ts'
import type { Validator } from '../model/validator.ts'
import { withoutTokens } from '../validation/hide-tokens.ts'
import { inDocumentOrder } from './document-order.ts'
import { canonicalLocale, createNames } from './names.ts'
import { isPlain } from './plain.ts'
import { plainCopy } from './plain-copy.ts'
import { schemaIssues } from './schema-mistakes.ts'
import { messageSemantics, pushSettingsSemantics, recipientSemantics } from './semantics.ts'
import { clean, walk } from './walk.ts'

/**
 * What checking an input came to. `value` is the input itself, not a copy. `mistakes`: in the document's order, at most
 * `CheckerOptions.mistakes`; `more`: how many were found beyond them before the check stopped.
 */
export type CheckResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mistakes: readonly Issue[]; readonly more: number }

/** Sizes are in UTF-16 units of all names and texts, and two for each value. */
export interface CheckerOptions {
  /** Default 1048576: room for texts of 256 kB many times over. */
  readonly messageSize?: number
  /** Default 262144. */
  readonly recipientSize?: number
  /** Containers within containers. Default 32. */
  readonly depth?: number
  /** Mistakes listed at most. Default 100. */
  readonly mistakes?: number
}

/**
 * Holds inputs against the model: structure, schema, meaning. Never throws, never changes an input; but for the copies never runs an
 * accessor; its time is bounded. No mistake of a recipient shows a value from below `/devices`.
 */
export interface Checker {
  message(input: unknown): CheckResult<Message>
  /** The same on a copy, as `recipientCopy`. */
  messageCopy(input: unknown): CheckResult<Message>
  recipient(input: unknown): CheckResult<Recipient>
  /**
   * The same on a copy, which is the `value`: what the host does to its own afterwards changes nothing, and it takes a third of the time.
   * Each field is read once, an accessor like any other; what is hidden or inherited does not count. The copy's locale is in canonical
   * form, its devices' regions in capitals.
   */
  recipientCopy(input: unknown): CheckResult<Recipient>
  pushSettings(input: unknown): CheckResult<PushSettings>
}

/** Mistakes that are sorted at most, so that a megabyte of junk is refused as quickly as a kilobyte. */
const sorted = 5000

/** The fields of devices and registrations. */
const deviceFields = Object.values(recipientSchema.$defs as Readonly<Record<string, { readonly properties: object }>>).flatMap(({ properties }) =>
  Object.keys(properties),
)

/**
 * A checker of messages, recipients and push settings. It remembers the locales it has met (bounded): keep one for all inputs
 * of a kind.
 *
 * @example createChecker().message({ id: 'm', kind: 'chat', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' }, elements: [] }).ok // true
 */
export function createChecker(options: CheckerOptions = {}): Checker {
  const { messageSize = 1_048_576, recipientSize = 262_144, depth = 32, mistakes: most = 100 } = options
  const readLocale = createNames(canonicalLocale)

  const check = <T>(input: unknown, size: number, validate: Validator, semantics: (input: unknown, found: Issue[]) => void): CheckResult<T> => {
    const limits = { size, depth }
    const walked = isPlain(input, limits) ? clean : walk(input, limits)
    let found = walked.mistakes
    let more = 0
    // What is no plain data is not read any further: its own code would run.
    if (walked.safe) {
      const meant: Issue[] = []
      const fits = validate(input)
      semantics(input, meant)
      if (fits && meant.length === 0 && found.length === 0) return { ok: true, value: input as T }
      const schema = fits ? { mistakes: [], more: 0 } : schemaIssues(validate.errors, input)
      found = [...found, ...schema.mistakes, ...meant]
      more = schema.more
    }
    const ordered = inDocumentOrder(input, found.slice(0, sorted))
    more += Math.max(0, found.length - sorted) + Math.max(0, ordered.length - most)
    return { ok: false, mistakes: ordered.slice(0, most), more }
  }

  const message = (input: unknown): CheckResult<Message> => check(input, messageSize, validateMessage, messageSemantics)

  const recipient = (input: unknown): CheckResult<Recipient> => {
    const checked = check<Recipient>(input, recipientSize, validateRecipient, (value, found) => recipientSemantics(value, readLocale, found))
    return checked.ok ? checked : { ...checked, mistakes: checked.mistakes.map(mistake => withoutTokens(mistake, deviceFields)) }
  }

  return {
    message,
    messageCopy(input) {
      const copy = plainCopy(input, { size: messageSize, depth })
      return message(copy ?? input)
    },
    recipient,
    recipientCopy(input) {
      const copy = plainCopy(input, { size: recipientSize, depth })
      if (copy !== null && validateRecipient(copy)) {
        const meant: Issue[] = []
        recipientSemantics(copy, readLocale, meant)
        if (meant.length === 0) return { ok: true, value: canonical(copy as Recipient, readLocale) }
      }
      return recipient(copy ?? input)
    },
    pushSettings: input => check(input, messageSize, validatePushSettings, (value, found) => pushSettingsSemantics(value, '', found)),
  }
}

/** A copy of a recipient that is ours to change: locale and regions as they are compared. */
function canonical(copy: { -readonly [Field in keyof Recipient]: Recipient[Field] }, readLocale: (name: string) => string | null): Recipient {
  if (copy.locale !== undefined) copy.locale = readLocale(copy.locale) ?? copy.locale
  for (const device of copy.devices as readonly { -readonly [Field in keyof Device]: Device[Field] }[]) {
    if (device.region !== undefined) device.region = device.region.toUpperCase()
  }
  return copy
}
