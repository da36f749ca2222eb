import type { ContractTest } from '../contract-types.ts'

const maxLines = 20
const maxLineLength = 240

/** The same test; when it fails, its message has at most 20 lines of at most 240 characters. */
export const withBoundedFailure = ({ name, run }: ContractTest): ContractTest => ({
  name,
  async run(options) {
    try {
      await run(options)
    } catch (error) {
      throw bounded(error)
    }
  },
})

/** An error without the compared values and the cause, as a test runner prints them whole. */
function bounded(error: unknown): Error {
  const message = error instanceof Error ? messageOf(error) : String(error)
  const short = new Error(shortened(message))
  short.name = error instanceof Error ? error.name : 'Error'
  const frames = error instanceof Error ? framesOf(error) : []
  short.stack = [`${short.name}: ${short.message}`, ...frames].join('\n')
  return short
}

/** The message, and behind it that of the cause where the message does not quote it: fast-check wraps what a property throws. */
function messageOf({ message, cause }: Error): string {
  return cause instanceof Error && !message.includes(cause.message) ? `${message}\n${cause.message}` : message
}

function shortened(message: string): string {
  const lines = message.split(/\r?\n/).filter(line => line.trim() !== '')
  const shown = lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 6), `… (${lines.length - maxLines + 1} lines more)`, ...lines.slice(-5)]
  return shown
    .map(line => (line.length <= maxLineLength ? line : `${line.slice(0, maxLineLength - 40).toWellFormed()}… (${line.length} characters)`))
    .join('\n')
}

const framesOf = ({ stack = '' }: Error): readonly string[] =>
  stack
    .split('\n')
    .filter(line => /^\s+at /.test(line))
    .slice(0, 10)
