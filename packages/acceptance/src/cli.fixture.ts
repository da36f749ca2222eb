import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Io, main } from '@rouse/cli'

/** A process in memory, and what it wrote. */
export function io(stdin = '', env: Io['env'] = {}) {
  const out: string[] = []
  const err: string[] = []
  const it: Io = {
    env,
    out: line => {
      out.push(line)
    },
    err: line => {
      err.push(line)
    },
    stdin: () => Promise.resolve(stdin),
    stopped: () => Promise.resolve(),
  }
  return { io: it, out, err }
}

/** A folder of JSON files; their paths by name. */
export function files(entries: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(join(tmpdir(), 'rouse-cli-'))
  return Object.fromEntries(
    Object.entries(entries).map(([name, value]) => {
      const file = join(folder, `${name}.json`)
      writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
      return [name, file] as const
    }),
  ) as Record<string, string>
}

/** Runs one command line with files by name: `{message}` is the path of the file `message`. */
export async function rouse(entries: Readonly<Record<string, unknown>>, args: readonly string[], stdin = '') {
  const paths = files(entries)
  const { io: given, out, err } = io(stdin)
  const named = args.map(arg => arg.replace(/^\{(\w+)\}$/, (_, name: string) => paths[name] ?? name))
  const code = await main(named, given)
  const plain = (line: string) => Object.entries(paths).reduce((text, [name, path]) => text.replaceAll(path, name), line)
  return { code, out: out.map(plain), err: err.map(plain) }
}
