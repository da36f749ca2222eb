import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Names of the folders under packages/ that hold a package, sorted. */
export function packageNames() {
  return readdirSync(join(root, 'packages'))
    .filter(name => existsSync(join(root, 'packages', name, 'package.json')))
    .sort()
}

/** Of those, the ones that a build compiles: they have a tsconfig. The others hold tests alone. */
export const builtPackageNames = () => packageNames().filter(name => existsSync(join(root, 'packages', name, 'tsconfig.json')))

/** Absolute paths of all files below a folder, sorted; no folder, no files. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return []
  const files = []
  const open = [folder]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') open.push(path)
      } else files.push(path)
    }
  }
  return files.sort()
}
