import type { PolicyDocument } from '@rouse/core'
import { checkPolicy } from '@rouse/core'
import { bundled } from '../bundled.ts'
import type { Io } from '../io.ts'
import { BadInput, mistakeLines } from './bad-input.ts'
import { readJson } from './read-json.ts'

/** A policy document, checked; absent: undefined, the default policy. */
export async function readPolicy(file: string | undefined, io: Io): Promise<PolicyDocument | undefined> {
  if (file === undefined) return undefined
  const { name, value } = await readJson(file, io)
  const mistakes = checkPolicy(value, { channels: Object.keys(bundled) })
  if (mistakes.length > 0) throw new BadInput(mistakeLines(name, mistakes))
  return value as PolicyDocument
}
