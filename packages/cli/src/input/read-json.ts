import { readFile, stat } from 'node:fs/promises'
import type { Io } from '../io.ts'
import { BadInput } from './bad-input.ts'

/** A file's JSON, or standard input's for `-`, of at most so many bytes. `name` is what mistakes call it. */
export async function readJson(file: string, io: Io, most = Number.POSITIVE_INFINITY): Promise<{ readonly name: string; readonly value: unknown }> {
  const name = file === '-' ? 'stdin' : file
  const source = (file === '-' ? await io.stdin() : await readText(file, most)).replace(/^\ufeff/, '')
  if (source.length > most) throw tooLarge(name, most)
  try {
    return { name, value: JSON.parse(source) as unknown }
  } catch (error) {
    throw new BadInput([`${name} : not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
}

const tooLarge = (name: string, most: number) => new BadInput([`${name} : larger than ${most} bytes`])

async function readText(file: string, most: number): Promise<string> {
  try {
    if ((await stat(file)).size > most) throw tooLarge(file, most)
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof BadInput) throw error
    const code = (error as NodeJS.ErrnoException).code
    throw new BadInput([`${file} : cannot be read${code === undefined ? '' : ` (${code})`}`])
  }
}
