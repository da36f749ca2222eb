import type { Io } from '../io.ts'
import { BadInput } from './bad-input.ts'
import { readText, textOf } from './read-text.ts'

/** A file's JSON, or standard input's for `-`, of at most so many bytes. `name` is what mistakes call it. */
export async function readJson(file: string, io: Io, maxBytes = Number.POSITIVE_INFINITY): Promise<{ readonly name: string; readonly value: unknown }> {
  const name = file === '-' ? 'stdin' : file
  const source = file === '-' ? textOf(await io.stdin(), name, maxBytes) : await readText(file, maxBytes)
  try {
    return { name, value: JSON.parse(source) as unknown }
  } catch (error) {
    throw new BadInput([`${name}: not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
}
