import { type Engine, type Message, type PushOptions, type Recipient, RouseError } from '@rouse/core'
import { createChecker } from '@rouse/core/validation'

/** One call of submit. */
interface Submitted {
  readonly message: Message
  readonly recipients: readonly Recipient[]
  readonly options: PushOptions | undefined
}

/** Freezes a value all the way down, so that whoever changes it is found out. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const inner of Object.values(value)) frozen(inner)
    Object.freeze(value)
  }
  return value
}

/** An engine that keeps what it is given, and fails while `failure` is set. */
export function recordingEngine() {
  const submitted: Submitted[] = []
  const state: { failure: unknown } = { failure: null }
  const engine: Pick<Engine, 'submit'> = {
    async submit(message, recipients, options) {
      await Promise.resolve()
      if (state.failure !== null) throw state.failure
      submitted.push(frozen({ message, recipients: [...recipients], options }))
      return { message: message.id }
    },
  }
  const checker = createChecker()
  /** The same, and it refuses malformed recipients as an engine does. */
  const checking: Pick<Engine, 'submit'> = {
    async submit(message, recipients, options) {
      const mistakes = recipients.flatMap((recipient, i) => {
        const checked = checker.recipient(recipient)
        return checked.ok ? [] : checked.mistakes.map(mistake => ({ ...mistake, pointer: `/${i}${mistake.pointer}` }))
      })
      if (mistakes.length > 0) throw new RouseError('recipient-invalid', 'recipients are malformed', { mistakes })
      return engine.submit(message, recipients, options)
    },
  }
  return { engine, checking, submitted, state }
}

/** A callback that remembers how the call ended, and a promise of it. */
export function recordingCallback<T = void>() {
  const calls: ({ readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: number; readonly desc: string })[] = []
  const ended = Promise.withResolvers<void>()
  return {
    calls,
    ended: ended.promise,
    onSuccess(value: T) {
      calls.push({ ok: true, value })
      ended.resolve()
    },
    onError(code: number, desc: string) {
      calls.push({ ok: false, code, desc })
      ended.resolve()
    },
  }
}
