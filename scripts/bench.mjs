// Runs benchmarks on the built packages and prints figures: `npm run -s bench -- --json --only decide,render`.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './ensure-built.mjs'
import { runOnNewerNode } from './internals/node.mjs'
import { root } from './internals/repo.mjs'

await runOnNewerNode(process.argv[1])
if (!(await ensureBuilt())) process.exit(1)
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } })
const { groups } = await import(pathToFileURL(join(root, 'bench', 'groups.ts')).href)
const wanted = values.only === undefined ? Object.keys(groups) : values.only.split(',').map(name => name.trim())
const unknown = wanted.filter(name => !(name in groups))
if (unknown.length > 0) {
  process.stderr.write(`bench: no group ${unknown.join(', ')}; there are ${Object.keys(groups).join(', ')}\n`)
  process.exit(2)
}
const figures = {}
for (const name of wanted) Object.assign(figures, await groups[name]())
if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
else {
  for (const [group, numbers] of Object.entries(figures)) {
    for (const [name, number] of Object.entries(numbers)) {
      process.stdout.write(
        `${`${group}.${name}`.padEnd(36)} ${number === null ? 'not installed' : number.toLocaleString('en', { maximumFractionDigits: 2 })}\n`,
      )
    }
  }
}
// Benchmarks keep no sockets, but a child's pipe may linger.
process.exit(0)
