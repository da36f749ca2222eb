// Builds every package: validators, then TypeScript, then the assets that tsc leaves. Incremental; all output on stderr.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodePath, runOnNewerNode } from './internals/node.mjs'
import { builtPackageNames, filesBelow, root } from './internals/repo.mjs'
import { markFresh, sourceCount, whileLocked } from './internals/stamp.mjs'

/** Runs one of the checkout's own tools on a Node that is new enough; all it prints goes to stderr. Returns whether it succeeded. */
function run(script, args) {
  const { status, error } = spawnSync(nodePath(), [join(root, script), ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (error) throw error
  return status === 0
}

/** Copies what is neither TypeScript nor JavaScript from each src to its dist, where it differs. */
function copyAssets() {
  for (const name of builtPackageNames()) {
    const source = join(root, 'packages', name, 'src')
    for (const file of filesBelow(source)) {
      if (/\.(?:ts|js)$/.test(file)) continue
      const target = join(root, 'packages', name, 'dist', relative(source, file))
      if (existsSync(target) && readFileSync(file).equals(readFileSync(target))) continue
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(file, target)
    }
  }
}

/** Builds all packages; resolves whether it succeeded. Called under the build lock. */
export function buildUnlocked() {
  const startedAt = Date.now()
  const count = sourceCount()
  if (!run('scripts/compile-schemas.mjs', [])) return false
  if (!run('node_modules/typescript/bin/tsc', ['-b', '--pretty', String(process.stderr.isTTY === true)])) return false
  copyAssets()
  markFresh(count, startedAt)
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runOnNewerNode(process.argv[1])
  process.exitCode = (await whileLocked(() => buildUnlocked())) ? 0 : 1
}
