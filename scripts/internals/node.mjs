import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './repo.mjs'

/** The oldest Node that strips types and runs the whole checkout. */
const least = [22, 18]

/** Whether this process is new enough to run the checkout's own sources. */
export function isNewEnough(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > least[0] || (major === least[0] && minor >= least[1])
}

/** The Node to start tools with: this one where it is new enough, else the one that `npm ci` installed. */
export function nodePath() {
  if (isNewEnough()) return process.execPath
  const installed = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(installed)) {
    throw new Error(
      `Node ${process.versions.node} is too old for the checkout and node_modules holds no newer one: run \`npm ci\`, or use Node ${least.join('.')} or newer.`,
    )
  }
  return installed
}

/**
 * Runs a script's own command line again on a newer Node, where this one is too old. Resolves false where nothing was
 * needed; else the process ends with the child's exit code, and signals are handed on.
 */
export async function runOnNewerNode(script, args = process.argv.slice(2)) {
  if (isNewEnough()) return false
  const child = spawn(nodePath(), [script, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (...end) => resolve(end))
  })
  process.exit(signal ? 1 : (code ?? 1))
}
