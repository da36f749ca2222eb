import type { Checker } from '../model/checker.ts'
import { RouseError } from '../model/errors.ts'
import { formatMistake } from '../model/format-mistake.ts'
import type { Message } from '../model/message.ts'
import type { Mistake } from '../model/mistake.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { outcome } from './outcomes.ts'

/** Checks what comes from outside, before any step sees it. */
export interface Intake {
  /** Every mistake of a message, the vendors' settings in it included. */
  mistakesOf(message: unknown): readonly Mistake[]
  /**
   * The recipients as the engine keeps them: copies, so that the host may go on with its own.
   *
   * @throws RouseError `message-invalid` or `recipient-invalid`, with every mistake.
   */
  demand(message: Message, recipients: readonly Recipient[]): readonly Recipient[]
  /**
   * The recipient, as a copy.
   *
   * @throws RouseError `recipient-invalid` for one that is malformed, or whose unread count is not known.
   */
  demandCount(recipient: Recipient): Recipient
  /** The Outcome of a malformed message, or null. */
  refuse(message: unknown): Outcome | null
  /** A page's well-formed recipients, as copies, and the Outcomes of the others. */
  sift(message: string, recipients: readonly Recipient[]): { readonly good: readonly Recipient[]; readonly refused: readonly Outcome[] }
}

const lines = (file: string, mistakes: readonly Mistake[]): string => mistakes.map(mistake => formatMistake(file, mistake)).join('; ')

/** An id, if there is one that can be told. */
function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const id: unknown = Object.getOwnPropertyDescriptor(value, 'id')?.value
  return typeof id === 'string' && id.length <= 256 ? id : null
}

export function createIntake(checker: Checker, vendorMistakes: (push: Message['push']) => readonly Mistake[]): Intake {
  const mistakesOf = (message: unknown): readonly Mistake[] => {
    const checked = checker.message(message)
    return checked.ok ? vendorMistakes(checked.value.push) : checked.mistakes
  }
  return {
    mistakesOf,
    demand(message, recipients) {
      const wrong = mistakesOf(message)
      if (wrong.length > 0) throw new RouseError('message-invalid', lines('message', wrong), { mistakes: wrong })
      const known: Recipient[] = []
      const mistakes: Mistake[] = []
      for (let index = 0; index < recipients.length; index++) {
        const checked = checker.recipientCopy(recipients[index])
        if (checked.ok) known.push(checked.value)
        else mistakes.push(...checked.mistakes.map(mistake => ({ ...mistake, pointer: `/${index}${mistake.pointer}` })))
      }
      if (mistakes.length > 0) throw new RouseError('recipient-invalid', lines('recipients', mistakes), { mistakes })
      return known
    },
    demandCount(recipient) {
      const checked = checker.recipientCopy(recipient)
      if (checked.ok && checked.value.unread !== undefined) return checked.value
      const mistakes = checked.ok ? [{ pointer: '/unread', message: 'expected the unread count to show' }] : checked.mistakes
      throw new RouseError('recipient-invalid', lines('recipient', mistakes), { mistakes })
    },
    refuse(message) {
      const wrong = mistakesOf(message)
      return wrong.length === 0 ? null : outcome({ message: idOf(message), status: 'rejected', fault: 'message', detail: lines('message', wrong) })
    },
    sift(message, recipients) {
      const good: Recipient[] = []
      const refused: Outcome[] = []
      for (const recipient of recipients) {
        const checked = checker.recipientCopy(recipient)
        if (checked.ok) good.push(checked.value)
        else refused.push(outcome({ message, recipient: idOf(recipient), status: 'rejected', fault: 'message', detail: lines('recipient', checked.mistakes) }))
      }
      return { good, refused }
    },
  }
}
