import { buffer } from 'node:stream/consumers'

/** What a command reads and writes, passed in, so that tests need no process. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  out(line: string): void
  err(line: string): void
  /** Standard input as text, or its bytes. */
  stdin(): Promise<string | Uint8Array>
  /** Resolves when the process is asked to stop. */
  stopped(): Promise<void>
}

/** The real process. */
export function processIo(): Io {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads only the first lines, as `head` does, wants no more of them: this is not a failure.
    if (error.code === 'EPIPE') process.exit()
    const why = error.code === 'ENOSPC' ? 'no space left on the device' : error.message
    process.stderr.write(`stdout: cannot be written: ${why}\n`)
    process.exit(1)
  })
  // Where errors cannot be shown, the exit code is all that is left.
  process.stderr.on('error', () => process.exit(1))
  return {
    env: process.env,
    out: line => {
      process.stdout.write(`${line}\n`)
    },
    err: line => {
      process.stderr.write(`${line}\n`)
    },
    stdin: () => buffer(process.stdin),
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
