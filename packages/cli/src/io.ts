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
  // Who reads only the first lines, as `head` does, wants no more of them: no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
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

/** The same, but standard input can be read once: the second file that is to be `-` is told so. */
export function withOneStdin(io: Io, refuse: () => Error): Io {
  let taken = false
  return {
    ...io,
    stdin() {
      if (taken) return Promise.reject(refuse())
      taken = true
      return io.stdin()
    },
  }
}
