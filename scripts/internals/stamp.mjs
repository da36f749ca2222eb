import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtPackageNames, filesBelow, root } from './repo.mjs'

const folder = join(root, '.rouse')
const stamp = join(folder, 'built.json')
const lockFile = join(folder, 'build.lock')

/** Whether a build reads this file: not tests and what they need, nor what a build writes itself. */
const counts = file => !/\.(?:test|fixture)\.ts$|\.generated\./.test(file)

/** How many files a build reads, the newest change among them in UNIX ms, and whether every package was ever built. */
function scan() {
  const files = ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'].map(name => join(root, name))
  files.push(join(root, 'scripts', 'build.mjs'), join(root, 'scripts', 'compile-schemas.mjs'), ...filesBelow(join(root, 'scripts', 'internals')))
  let complete = true
  for (const name of builtPackageNames()) {
    const at = join(root, 'packages', name)
    files.push(join(at, 'package.json'), join(at, 'tsconfig.json'), ...filesBelow(join(at, 'src')))
    if (!existsSync(join(at, 'dist'))) complete = false
  }
  let newest = 0
  let count = 0
  for (const file of files) {
    if (!counts(file)) continue
    count++
    newest = Math.max(newest, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  }
  return { count, newest, complete }
}

/** A file's JSON, or undefined where there is none to read. */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Whether packages/*\/dist is what the sources say: nothing changed, came or went since the last whole build. */
export function isFresh() {
  const built = readJson(stamp)
  if (built === undefined) return false
  const now = scan()
  return now.complete && now.count === built.count && now.newest < built.startedAt
}

/** How many files there are to build from: taken before a build, for `markFresh`. */
export const sourceCount = () => scan().count

/** Notes a whole build that read `count` sources from `startedAt` (UNIX ms) on. */
export function markFresh(count, startedAt) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(stamp, JSON.stringify({ count, startedAt }))
}

/** Whether a process of this id lives. */
function lives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs `work` while no other process of this checkout builds; a lock whose owner died is taken over. */
export async function whileLocked(work) {
  mkdirSync(folder, { recursive: true })
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const owner = readJson(lockFile)
    if (typeof owner === 'number' && !lives(owner)) rmSync(lockFile, { force: true })
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  try {
    return await work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}
