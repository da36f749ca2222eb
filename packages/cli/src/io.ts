import { text } from 'node:stream/consumers'

/** What a command reads and writes, passed in, so that tests need no process. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  out(line: string): void
  err(line: string): void
  stdin(): Promise<string>
  /** Resolves when the process is asked to stop. */
  stopped(): Promise<void>
}

/** The real process. */
export function processIo(): Io {
  return {
    env: process.env,
    out: line => {
      process.stdout.write(`${line}\n`)
    },
    err: line => {
      process.stderr.write(`${line}\n`)
    },
    stdin: () => text(process.stdin),
    stopped: () =>
      new Promise(resolve => {
        process.once('SIGTERM', () => resolve())
        process.once('SIGINT', () => resolve())
      }),
  }
}
