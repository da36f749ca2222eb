// Builds only when a source changed since the last build: a scan of times, some milliseconds when nothing did.
import { fileURLToPath } from 'node:url'
import { isFresh, whileLocked } from './internals/stamp.mjs'

/** Resolves whether packages/*\/dist is up to date; what the build prints goes to stderr. */
export async function ensureBuilt() {
  if (isFresh()) return true
  return whileLocked(async () => {
    // Whoever held the lock may just have built.
    if (isFresh()) return true
    const { buildUnlocked } = await import('./build.mjs')
    return buildUnlocked()
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await ensureBuilt()) ? 0 : 1
