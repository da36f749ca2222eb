import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Issue } from '../model/mistake.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { type InputValidator, itemsOf, refusedMessage } from './input-validator.ts'
import { outcome } from './outcomes.ts'
import type { Admitted } from './types.ts'

/** Opaque to Rouse: where a page ends. */
export type Cursor = string

export interface Page {
  readonly recipients: readonly Recipient[]
  /** Where this page ends: `pages(message, cursor)` goes on behind it. */
  readonly cursor: Cursor
}

/** Tells who a message is for, a page at a time; pages are repeatable. */
export interface Directory {
  pages(message: Message, after: Cursor | null): AsyncIterable<Page>
}

/** Recipients of one call that flow through the steps together: as many as the largest batch of any vendor. */
export const pageSize = 1000

/** Valid recipients that flow through the steps together. */
export interface ValidPage {
  readonly recipients: readonly Recipient[]
  readonly checked: true
}

/** Recipients that flow through the steps together. */
export type RecipientPage =
  | ValidPage
  /** Not yet held against the model; `offset`: the place of the first among all of the message. */
  | { readonly recipients: readonly unknown[]; readonly checked: false; readonly offset: number }

/** A page, or the Outcome that a directory came to instead of one. */
export type PageOrEnd = RecipientPage | { readonly ended: Outcome }

/** A message's pages: all at hand, or read from a directory each time they are asked for; reading never throws. */
export type Pages = readonly RecipientPage[] | (() => AsyncIterable<PageOrEnd>)

/**
 * A list of checked recipients as pages.
 *
 * @param together how many from the first on must share a page, because they share tokens.
 */
export function pagesOf(recipients: readonly Recipient[], together = 0): readonly ValidPage[] {
  if (recipients.length <= pageSize) return recipients.length === 0 ? [] : [{ recipients, checked: true }]
  const pages: ValidPage[] = []
  for (let from = 0; from < recipients.length; ) {
    const to = Math.max(from + pageSize, from === 0 ? together : 0)
    pages.push({ recipients: recipients.slice(from, to), checked: true })
    from = to
  }
  return pages
}

/** What a lane of `run` takes: a page on its way, a message that its own rules ended, or the Outcome of what never became a page. */
export type Task =
  | { readonly admitted: Admitted; readonly page: RecipientPage }
  | { readonly verdict: Admitted; readonly pages: Pages }
  | { readonly ended: Outcome }

export interface TasksContext {
  readonly intake: InputValidator
  readonly admit: (message: Message) => Promise<Admitted>
  /** The message is under way from now on; returns how to tell that its pages are read. */
  readonly begin: (admitted: Admitted) => () => void
  /** `closing`: no more messages are taken; `closed`: no more pages either. */
  readonly life: () => 'open' | 'closing' | 'closed'
}

/** The Outcome of a message that is for no one. */
export const noRecipient = (message: string): Outcome => outcome({ message, status: 'suppressed', reason: 'no-recipient' })

/** Why a directory has no more pages. The host's own words stay out of Outcomes, which go to logs: they may hold anything. */
const failed = (message: string, why: string): Outcome => outcome({ message, status: 'failed', detail: `directory-failed: ${why}` })

/** The items of a directory's page, or why it is none. */
function pageItems(page: unknown): readonly unknown[] | string {
  let recipients: unknown
  try {
    recipients = (page as { readonly recipients?: unknown } | null | undefined)?.recipients
  } catch {
    return 'it cannot be read'
  }
  const found: Issue[] = []
  const items = itemsOf(recipients, found)
  return items ?? `${found[0]?.message ?? 'it cannot be read'} in its field recipients`
}

/** A message's pages from a directory, at most `pageSize` recipients each. What goes wrong is one Outcome, and the end. */
async function* directoryPages(message: Message, directory: Directory): AsyncGenerator<PageOrEnd> {
  let pages = 0
  let offset = 0
  try {
    for await (const page of directory.pages(message, null) as AsyncIterable<unknown>) {
      pages++
      const items = pageItems(page)
      if (typeof items === 'string') {
        yield { ended: failed(message.id, `page ${pages} is malformed: ${items}`) }
        return
      }
      for (let at = 0; at < items.length; at += pageSize) yield { recipients: items.slice(at, at + pageSize), checked: false, offset: offset + at }
      offset += items.length
    }
  } catch {
    yield { ended: failed(message.id, `the directory threw while page ${pages + 1} was read`) }
    return
  }
  if (offset === 0) yield { ended: noRecipient(message.id) }
}

/** What is left of a message when the engine was closed before it was read. */
const closedEnd = ({ id }: Message): Outcome => outcome({ message: id, status: 'failed', detail: 'closed' })

const broken = (cause: unknown): RouseError =>
  new RouseError('directory-failed', 'the stream of messages broke: what was read before it has been delivered', { cause })

/** The next of a stream, whatever it is. */
async function nextOf(source: AsyncIterator<unknown>): Promise<{ readonly done: boolean; readonly value?: unknown }> {
  try {
    const next = await source.next()
    return next.done === true ? { done: true } : { done: false, value: next.value }
  } catch (cause) {
    throw broken(cause)
  }
}

/**
 * Step 1b: every message's pages as one stream of tasks, read only as fast as lanes ask. A malformed message
 * or a directory that throws becomes an Outcome; the next message follows.
 *
 * @throws RouseError `directory-failed` when the stream of messages itself breaks.
 */
export async function* tasksOf(messages: AsyncIterable<unknown>, directory: Directory, context: TasksContext): AsyncGenerator<Task> {
  let source: AsyncIterator<unknown>
  try {
    source = messages[Symbol.asyncIterator]()
  } catch (cause) {
    throw broken(cause)
  }
  try {
    while (true) {
      const next = await nextOf(source)
      if (next.done) return
      const read = context.intake.read(next.value)
      if (context.life() !== 'open') {
        yield { ended: read.ok ? closedEnd(read.message) : refusedMessage(read) }
        return
      }
      if (read.ok) yield* messageTasks(read.message, directory, context)
      else yield { ended: refusedMessage(read) }
      if (context.life() !== 'open') return
    }
  } finally {
    await source.return?.()
  }
}

async function* messageTasks(message: Message, directory: Directory, context: TasksContext): AsyncGenerator<Task> {
  const admitted = await context.admit(message)
  const pages = () => directoryPages(message, directory)
  if (admitted.verdict !== null && admitted.verdict.decision !== 'allow') {
    yield { verdict: admitted, pages }
    return
  }
  const end = context.begin(admitted)
  try {
    for await (const page of pages()) {
      if (context.life() === 'closed') {
        yield { ended: closedEnd(message) }
        return
      }
      yield 'ended' in page ? page : { admitted, page }
    }
  } finally {
    end()
  }
}
