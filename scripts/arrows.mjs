// Holds the arrows of the design, and fails when fewer files were cruised than there are: a check that sees nothing passes for ever.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { nodePath } from './internals/node.mjs'
import { filesBelow, packageNames, root } from './internals/repo.mjs'

const sources = packageNames().flatMap(name => filesBelow(join(root, 'packages', name, 'src')).filter(file => file.endsWith('.ts')))
const cruised = spawnSync(
  nodePath(),
  [
    join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'packages',
    'bench',
    'scripts',
    'examples',
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 },
)
if (cruised.stdout === '') {
  process.stderr.write(cruised.stderr)
  process.exit(1)
}
const { modules, summary } = JSON.parse(cruised.stdout)
const own = modules.filter(({ source }) => source.startsWith('packages/') && source.endsWith('.ts'))
for (const { rule, from, to } of summary.violations) process.stdout.write(`${rule.name}: ${from} → ${to}\n`)
process.stdout.write(`arrows: ${own.length} of ${sources.length} files cruised, ${summary.violations.length} violations\n`)
process.exitCode = own.length < sources.length || summary.error > 0 ? 1 : 0
