import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { MaybePromise } from '../policy/policy.ts'
import type { Directory } from './directory.ts'
import type { Intake } from './intake.ts'
import { outcome } from './outcomes.ts'
import type { Admitted } from './page.ts'

/** Recipients of one call that flow through the steps together: as many as the largest batch of any vendor. */
const pageSize = 1000

/** Recipients that flow through the steps together; `checked`: they were held against the model already. */
export interface RecipientPage {
  readonly recipients: readonly Recipient[]
  readonly checked: boolean
}

/** A message's pages: all at hand, or read from a directory each time they are asked for. */
export type Pages = readonly RecipientPage[] | (() => AsyncIterable<RecipientPage>)

/** A list of checked recipients as pages. */
export function pagesOf(recipients: readonly Recipient[]): readonly RecipientPage[] {
  if (recipients.length <= pageSize) return recipients.length === 0 ? [] : [{ recipients, checked: true }]
  return Array.from({ length: Math.ceil(recipients.length / pageSize) }, (_, page) => ({
    recipients: recipients.slice(page * pageSize, (page + 1) * pageSize),
    checked: true,
  }))
}

/** What a lane of `run` takes: a page on its way, a message that its own rules ended, or the Outcome of what never became a page. */
export type Task =
  | { readonly admitted: Admitted; readonly page: RecipientPage }
  | { readonly verdict: Admitted; readonly pages: Pages }
  | { readonly ended: Outcome }

export interface TasksContext {
  readonly intake: Intake
  readonly admit: (message: Message) => MaybePromise<Admitted>
  /** The message is under way from now on; answers how to tell that its pages are read. */
  readonly begin: (admitted: Admitted) => () => void
  /** `closing`: no more messages are taken; `cut`: nor any more pages. */
  readonly life: () => 'open' | 'closing' | 'cut'
}

async function* directoryPages(message: Message, directory: Directory): AsyncGenerator<RecipientPage> {
  for await (const { recipients } of directory.pages(message, null)) yield { recipients, checked: false }
}

/** Why a directory has no more pages, for an Outcome. */
const failed = (message: string, error: unknown): Outcome =>
  outcome({ message, status: 'failed', detail: `directory-failed: ${error instanceof Error ? error.message : String(error)}` })

/** What is left of a message when the engine was closed before it was read. */
const closedEnd = ({ id }: Message): Outcome => outcome({ message: id, status: 'failed', detail: 'closed' })

/**
 * Step 1b: every message's pages as one stream of tasks, read only as fast as lanes ask. A malformed message
 * or a directory that throws becomes an Outcome; the next message follows.
 *
 * @throws RouseError `directory-failed` when the stream of messages itself breaks.
 */
export async function* tasksOf(messages: AsyncIterable<Message>, directory: Directory, context: TasksContext): AsyncGenerator<Task> {
  const source = messages[Symbol.asyncIterator]()
  try {
    while (true) {
      const next = await source.next().catch((cause: unknown) => {
        throw new RouseError('directory-failed', 'the stream of messages broke: what was read before it has been delivered', { cause })
      })
      if (next.done === true) return
      if (context.life() !== 'open') {
        yield { ended: context.intake.refuse(next.value) ?? closedEnd(next.value) }
        return
      }
      yield* messageTasks(next.value, directory, context)
      if (context.life() !== 'open') return
    }
  } finally {
    await source.return?.()
  }
}

async function* messageTasks(message: Message, directory: Directory, context: TasksContext): AsyncGenerator<Task> {
  const refused = context.intake.refuse(message)
  if (refused !== null) {
    yield { ended: refused }
    return
  }
  const admitted = await context.admit(message)
  const pages = () => directoryPages(message, directory)
  if (admitted.verdict !== null && admitted.verdict.decision !== 'allow') {
    yield { verdict: admitted, pages }
    return
  }
  const end = context.begin(admitted)
  try {
    for await (const page of pages()) {
      if (context.life() === 'cut') {
        yield { ended: closedEnd(message) }
        return
      }
      yield { admitted, page }
    }
  } catch (error) {
    yield { ended: failed(admitted.fact.id, error) }
  } finally {
    end()
  }
}
