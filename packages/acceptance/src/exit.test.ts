import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const script = new URL('./exit-run.ts', import.meta.url).pathname

/** Rejects when the process does not end by itself, or not well. */
const host = async (...words: readonly string[]): Promise<string> => {
  const args = ['--conditions=@rouse/source', '--disable-warning=ExperimentalWarning', script, ...words]
  return (await run(process.execPath, args, { timeout: 60_000 })).stdout
}

describe.each(['node', 'h2'])('a process whose engine is closed, over %s', transport => {
  it('ends by itself: no timer, socket or rejection is left, and every push has its Outcome', async () => {
    expect(await host(transport, 'close')).toBe('400 outcomes: accepted\n')
  }, 90_000)

  it('ends as well when what was under way had to be cut off', async () => {
    expect(await host(transport, 'cut')).toMatch(/^800 outcomes: .*failed closed/)
  }, 90_000)
})
