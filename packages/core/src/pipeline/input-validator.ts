import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Issue } from '../model/mistake.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { Checker } from '../validation/checker.ts'
import { formatIssue } from '../validation/format-mistake.ts'
import { withBoundedTexts } from './bounded-texts.ts'
import { outcome } from './outcomes.ts'

/** Recipients that one call or one page of a directory may have; more go through `run`, page by page. */
export const mostRecipients = 100_000

/** Mistakes listed in the one line of an error or Outcome; `RouseError.mistakes` has all. */
const listed = 10

/** A message as the engine keeps it, or every mistake of it. */
export type ReadMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly id: string | null; readonly mistakes: readonly Issue[] }

/** Well-formed recipients as the engine keeps them, and the Outcomes of the others. */
export interface PartitionedRecipients {
  readonly good: readonly Recipient[]
  readonly refused: readonly Outcome[]
}

/**
 * Checks what comes from outside, before any step sees it. What it returns are copies: the host may go on with its own. Nothing that it is
 * given makes it throw anything but a RouseError.
 */
export interface InputValidator {
  /** A message, the vendors' settings in it included; texts are cut to what can be read. */
  read(message: unknown): ReadMessage
  /**
   * A message.
   *
   * @throws RouseError `message-invalid`, with its mistakes.
   */
  demandMessage(message: unknown): Message
  /**
   * The places of a call's recipients, unread.
   *
   * @throws RouseError `recipient-invalid` for what is no array, has holes, cannot be read or has more than `mostRecipients` items.
   */
  demandList(recipients: unknown): readonly unknown[]
  /**
   * One recipient.
   *
   * @throws RouseError `recipient-invalid`, with its mistakes.
   */
  demandRecipient(recipient: unknown): Recipient
  /**
   * One recipient whose unread count is known.
   *
   * @throws RouseError `recipient-invalid`.
   */
  demandCount(recipient: unknown): Recipient
  /** Recipients; a malformed one is an Outcome `failed`, fault `message`, and stops no other. `offset`: the place of the first in the whole. Default 0. */
  partition(message: string, recipients: readonly unknown[], offset?: number): PartitionedRecipients
}

/** Mistakes in one line: the first few, and how many more there are. */
function describe(file: string, mistakes: readonly Issue[]): string {
  const lines = mistakes.slice(0, listed).map(mistake => formatIssue(file, mistake))
  const rest = mistakes.length - lines.length
  return lines.join('; ') + (rest > 0 ? `; … and ${rest} more` : '')
}

const refused = (code: 'message-invalid' | 'recipient-invalid', file: string, mistakes: readonly Issue[]): RouseError =>
  new RouseError(code, describe(file, mistakes), { mistakes })

/** The id of a message or recipient, if it has one that can be read. */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  try {
    const id: unknown = Object.getOwnPropertyDescriptor(value, 'id')?.value
    return typeof id === 'string' && id.length > 0 && id.length <= 256 ? id : null
  } catch {
    // A Proxy threw.
    return null
  }
}

/** The items of an array of recipients, each read once; null where it is none, has too many, or cannot be read. `found`: what is wrong with it, holes too. */
export function itemsOf(recipients: unknown, found: Issue[]): readonly unknown[] | null {
  try {
    if (!Array.isArray(recipients)) {
      found.push({ pointer: '', message: 'expected an array of recipients' })
      return null
    }
    const { length } = recipients
    if (!(length <= mostRecipients)) {
      found.push({ pointer: '', message: `expected at most ${mostRecipients} recipients: hand more to run, in pages of a Directory` })
      return null
    }
    const items = new Array<unknown>(length)
    for (let at = 0; at < length; at++) {
      items[at] = recipients[at]
      if (items[at] === undefined && !(at in recipients) && found.length < 100) found.push({ pointer: `/${at}`, message: 'missing: the array has a hole here' })
    }
    return items
  } catch {
    found.push({ pointer: '', message: 'cannot be read: expected an array of recipients' })
    return null
  }
}

export function createInputValidator(checker: Checker, vendorMistakes: (push: Message['push']) => readonly Issue[]): InputValidator {
  const read = (message: unknown): ReadMessage => {
    const checked = checker.messageCopy(message)
    const mistakes = checked.ok ? vendorMistakes(checked.value.push) : checked.mistakes
    if (!checked.ok || mistakes.length > 0) return { ok: false, id: idOf(message), mistakes }
    return { ok: true, message: withBoundedTexts(checked.value) }
  }
  const demandRecipient = (recipient: unknown): Recipient => {
    const checked = checker.recipientCopy(recipient)
    if (!checked.ok) throw refused('recipient-invalid', 'recipient', checked.mistakes)
    return checked.value
  }
  return {
    read,
    demandMessage(message) {
      const known = read(message)
      if (!known.ok) throw refused('message-invalid', 'message', known.mistakes)
      return known.message
    },
    demandList(recipients) {
      const mistakes: Issue[] = []
      const items = itemsOf(recipients, mistakes)
      if (items === null || mistakes.length > 0) throw refused('recipient-invalid', 'recipients', mistakes)
      return items
    },
    demandRecipient,
    demandCount(recipient) {
      const known = demandRecipient(recipient)
      if (known.unread !== undefined) return known
      throw refused('recipient-invalid', 'recipient', [{ pointer: '/unread', message: 'expected the unread count to show' }])
    },
    partition(message, recipients, offset = 0) {
      const good: Recipient[] = []
      const bad: Outcome[] = []
      for (let at = 0; at < recipients.length; at++) {
        const checked = checker.recipientCopy(recipients[at])
        if (checked.ok) {
          good.push(checked.value)
          continue
        }
        const recipient = idOf(recipients[at])
        const mistakes = recipient === null ? checked.mistakes.map(one => ({ ...one, pointer: `/${offset + at}${one.pointer}` })) : checked.mistakes
        bad.push(
          outcome({ message, recipient, status: 'failed', fault: 'message', detail: describe(recipient === null ? 'recipients' : 'recipient', mistakes) }),
        )
      }
      return { good, refused: bad }
    },
  }
}

/** The Outcome of a malformed message in a stream. */
export const refusedMessage = ({ id, mistakes }: Extract<ReadMessage, { ok: false }>): Outcome =>
  outcome({ message: id, status: 'rejected', fault: 'message', detail: describe('message', mistakes) })
