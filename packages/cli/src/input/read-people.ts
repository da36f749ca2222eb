import { type CheckResult, createChecker, type Message, type Mistake, type Recipient } from '@rouse/core'
import type { Io } from '../io.ts'
import { BadInput, mistakeLines } from './bad-input.ts'
import { readJson } from './read-json.ts'

/** Messages and recipients of the two files, checked; a file may hold one object or an array. */
export interface People {
  readonly messages: readonly Message[]
  readonly recipients: readonly Recipient[]
}

/** @throws BadInput with every mistake of both files. */
export async function readPeople(messageFile: string, recipientFile: string, io: Io): Promise<People> {
  if (messageFile === '-' && recipientFile === '-') throw new BadInput(['stdin : only one of --message and --recipient can be -'])
  const messages = await readJson(messageFile, io)
  const recipients = await readJson(recipientFile, io)
  const checker = createChecker()
  const lines: string[] = []
  const good = {
    messages: checked(messages, checker.message, lines),
    recipients: checked(recipients, checker.recipient, lines),
  }
  if (lines.length > 0) throw new BadInput(lines)
  return good
}

function checked<T>(
  { name, value }: { readonly name: string; readonly value: unknown },
  check: (input: unknown) => CheckResult<T>,
  lines: string[],
): readonly T[] {
  const many = Array.isArray(value)
  const good: T[] = []
  const list: readonly unknown[] = many ? value : [value]
  list.forEach((one, index) => {
    const result = check(one)
    if (result.ok) good.push(result.value)
    else
      lines.push(
        ...mistakeLines(name, many ? result.mistakes.map((mistake): Mistake => ({ ...mistake, pointer: `/${index}${mistake.pointer}` })) : result.mistakes),
      )
  })
  return good
}
