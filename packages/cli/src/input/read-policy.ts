import { type PolicyDocument, RouseError } from '@rouse/core'
import type { Io } from '../io.ts'
import { BadInput, mistakeLines } from './bad-input.ts'
import { readJson } from './read-json.ts'

/** A document as it was read, and what mistakes call its file. It is checked by whatever decides with it: see `refusing`. */
export interface ReadPolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** A document has a megabyte at most; its file may be indented as well. */
const mostBytes = 16 * 1_048_576

/** Absent: undefined, the default policy. */
export async function readPolicy(file: string | undefined, io: Io): Promise<ReadPolicy | undefined> {
  if (file === undefined) return undefined
  const { name, value } = await readJson(file, io, mostBytes)
  return { name, document: value as PolicyDocument }
}

/** What `make` makes with a policy. @throws BadInput with a line a mistake of the document, if it is refused. */
export function refusing<T>(policy: ReadPolicy | undefined, make: (document: PolicyDocument | undefined) => T): T {
  try {
    return make(policy?.document)
  } catch (error) {
    if (policy === undefined || !(error instanceof RouseError) || error.code !== 'policy-invalid') throw error
    throw new BadInput(mistakeLines(policy.name, error.mistakes))
  }
}
