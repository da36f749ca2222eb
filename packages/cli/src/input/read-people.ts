import type { Issue, Message, Recipient } from '@rouse/core'
import { type CheckResult, createChecker } from '@rouse/core/validation'
import type { Io } from '../io.ts'
import { BadInput, mistakeLines } from './bad-input.ts'
import { readJson } from './read-json.ts'
import { type Recent, readWhatIf } from './what-if.ts'

/** Where a value was read. */
export interface Place {
  readonly file: string
  /** JSON pointer: empty, or an index of the file's array. */
  readonly pointer: string
}

/** Messages and recipients of the two files, checked; a file may hold one object or an array. */
export interface People {
  readonly messages: readonly Message[]
  /** What mistakes call each message: its file, and where in it. */
  readonly places: readonly Place[]
  readonly recipients: readonly Recipient[]
  /** What `--set recent.…` has the counters say. */
  readonly recent: Recent
}

/** `set`: changes to make first, as in `rouse explain --set`. @throws BadInput with every mistake of both files. */
export async function readPeople(messageFile: string, recipientFile: string, io: Io, set: readonly string[] = []): Promise<People> {
  const checker = createChecker()
  const whatIf = readWhatIf(set)
  const messages = checked(await readJson(messageFile, io), whatIf.message, checker.message)
  const recipients = checked(await readJson(recipientFile, io), whatIf.recipient, checker.recipient)
  const lines = [...messages.lines, ...recipients.lines]
  if (lines.length > 0) throw new BadInput(lines, messages.more + recipients.more)
  return { messages: messages.good, places: messages.places, recipients: recipients.good, recent: whatIf.recent }
}

interface Checked<T> {
  readonly good: readonly T[]
  readonly places: readonly Place[]
  readonly lines: readonly string[]
  readonly more: number
}

function checked<T>(
  { name, value: raw }: { readonly name: string; readonly value: unknown },
  change: (raw: unknown) => unknown,
  check: (input: unknown) => CheckResult<T>,
): Checked<T> {
  const value = change(raw)
  const results = Array.isArray(value)
    ? value.map((one: unknown, index) => ({ prefix: `/${index}`, result: check(one) }))
    : [{ prefix: '', result: check(value) }]
  const refused = results.flatMap(({ prefix, result }) => (result.ok ? [] : [{ prefix, result }]))
  return {
    good: results.flatMap(({ result }) => (result.ok ? [result.value] : [])),
    places: results.map(({ prefix }) => ({ file: name, pointer: prefix })),
    lines: refused.flatMap(({ prefix, result }) =>
      mistakeLines(
        name,
        result.mistakes.map((mistake): Issue => ({ ...mistake, pointer: `${prefix}${mistake.pointer}` })),
      ),
    ),
    more: refused.reduce((sum, { result }) => sum + result.more, 0),
  }
}
