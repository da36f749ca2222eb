import type { Validator } from '../channel/contract.ts'
import { inDocumentOrder } from './internals/document-order.ts'
import { createNames, isLocale, isTimeZone } from './internals/names.ts'
import { isPlain } from './internals/plain.ts'
import { plainCopy } from './internals/plain-copy.ts'
import { schemaMistakes } from './internals/schema-mistakes.ts'
import { messageSemantics, pushSettingsSemantics, recipientSemantics } from './internals/semantics.ts'
import { clean, walk } from './internals/walk.ts'
import { validateMessage } from './message.schema.generated.ts'
import type { Message } from './message.ts'
import type { Mistake } from './mistake.ts'
import { validatePushSettings } from './push-settings.schema.generated.ts'
import type { PushSettings } from './push-settings.ts'
import { validateRecipient } from './recipient.schema.generated.ts'
import type { Recipient } from './recipient.ts'

/**
 * What checking an input came to. `value` is the input itself, not a copy. `mistakes`: in the document's order, at most
 * `CheckerOptions.mistakes`; `more`: how many are not listed.
 */
export type CheckResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mistakes: readonly Mistake[]; readonly more: number }

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

/** Holds inputs against the model: structure, schema, meaning. Never throws, never changes an input; but for `recipientCopy` never runs an accessor; its time is bounded. */
export interface Checker {
  message(input: unknown): CheckResult<Message>
  recipient(input: unknown): CheckResult<Recipient>
  /**
   * The same on a copy, which is the `value`: what the host does to its own afterwards changes nothing, and it takes a third of the time.
   * Each field is read once, an accessor like any other; what is hidden or inherited does not count.
   */
  recipientCopy(input: unknown): CheckResult<Recipient>
  pushSettings(input: unknown): CheckResult<PushSettings>
}

/** Mistakes that are sorted at most, so that a megabyte of junk is refused as quickly as a kilobyte. */
const sorted = 5000

/**
 * A checker of messages, recipients and push settings. It remembers the time zones and locales it has met (bounded):
 * keep one for all inputs of a kind.
 *
 * @example createChecker().message({ id: 'm', kind: 'chat', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' }, elements: [] }).ok // true
 */
export function createChecker(options: CheckerOptions = {}): Checker {
  const { messageSize = 1_048_576, recipientSize = 262_144, depth = 32, mistakes: most = 100 } = options
  const known = { isTimeZone: createNames(isTimeZone), isLocale: createNames(isLocale) }

  const check = <T>(input: unknown, size: number, validate: Validator, semantics: (input: unknown, found: Mistake[]) => void): CheckResult<T> => {
    const limits = { size, depth }
    const walked = isPlain(input, limits) ? clean : walk(input, limits)
    let found = walked.mistakes
    let more = 0
    // What is no plain data is not read any further: its own code would run.
    if (walked.safe) {
      const meant: Mistake[] = []
      const fits = validate(input)
      semantics(input, meant)
      if (fits && meant.length === 0 && found.length === 0) return { ok: true, value: input as T }
      const schema = fits ? { mistakes: [], more: 0 } : schemaMistakes(validate.errors, input)
      found = [...found, ...schema.mistakes, ...meant]
      more = schema.more
    }
    const ordered = inDocumentOrder(input, found.slice(0, sorted))
    more += Math.max(0, found.length - sorted) + Math.max(0, ordered.length - most)
    return { ok: false, mistakes: ordered.slice(0, most), more }
  }

  const recipient = (input: unknown): CheckResult<Recipient> =>
    check(input, recipientSize, validateRecipient, (value, found) => recipientSemantics(value, known, found))

  return {
    message: input => check(input, messageSize, validateMessage, messageSemantics),
    recipient,
    recipientCopy(input) {
      const copy = plainCopy(input, { size: recipientSize, depth })
      if (copy !== null && validateRecipient(copy)) {
        const meant: Mistake[] = []
        recipientSemantics(copy, known, meant)
        if (meant.length === 0) return { ok: true, value: copy as Recipient }
      }
      return recipient(copy ?? input)
    },
    pushSettings: input => check(input, messageSize, validatePushSettings, (value, found) => pushSettingsSemantics(value, '', found)),
  }
}
