import { readFile, stat } from 'node:fs/promises'
import { BadInput } from './bad-input.ts'

/** What an error of the file system means, by its code. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder, expected a file',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
}

/** Why a file cannot be read, in one clause: `no such file`, or `cannot be read (EIO)`. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file'
  const reason = code === undefined ? undefined : reasons[code]
  return `cannot be read${code === undefined ? '' : ` (${code})`}${reason === undefined ? '' : `: ${reason}`}`
}

/**
 * The text of a file of at most `maxBytes` bytes, without a byte order mark.
 * @throws BadInput with one line where the file cannot be read, is too large, empty or not UTF-8.
 */
export async function readText(file: string, maxBytes: number): Promise<string> {
  try {
    if ((await stat(file)).size > maxBytes) throw tooLarge(file, maxBytes)
    return textOf(await readFile(file), file, maxBytes)
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput([`${file}: ${whyUnreadable(error)}`])
  }
}

/** The text of what was read; `name` is what mistakes call it. @throws BadInput as readText does. */
export function textOf(content: string | Uint8Array, name: string, maxBytes: number): string {
  if (content.length > maxBytes) throw tooLarge(name, maxBytes)
  const text = (typeof content === 'string' ? content : decoded(content, name)).replace(/^\ufeff/, '')
  if (text.trim() === '') throw new BadInput([`${name}: the file is empty`])
  return text
}

function decoded(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  // JSON begins with an ASCII character: beside it, UTF-16 and UTF-32 have a zero.
  if (marked || first === 0 || second === 0) throw new BadInput([`${name}: UTF-16 text: save the file as UTF-8`])
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new BadInput([`${name}: not UTF-8 text: save the file as UTF-8`])
    throw error
  }
}

const tooLarge = (name: string, maxBytes: number) => new BadInput([`${name}: larger than ${maxBytes} bytes`])
