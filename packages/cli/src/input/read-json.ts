import { readFile } from 'node:fs/promises'
import type { Io } from '../io.ts'
import { BadInput } from './bad-input.ts'

/** A file's JSON, or standard input's for `-`. `name` is what mistakes call it. */
export async function readJson(file: string, io: Io): Promise<{ readonly name: string; readonly value: unknown }> {
  const name = file === '-' ? 'stdin' : file
  const source = (file === '-' ? await io.stdin() : await readText(file)).replace(/^\ufeff/, '')
  try {
    return { name, value: JSON.parse(source) as unknown }
  } catch (error) {
    throw new BadInput([`${name} : not JSON: ${error instanceof Error ? error.message : String(error)}`])
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new BadInput([`${file} : cannot be read${code === undefined ? '' : ` (${code})`}`])
  }
}
