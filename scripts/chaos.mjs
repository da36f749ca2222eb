// 50,000 pushes over every vendor under chaos, on each transport: `npm run chaos -- --pushes 50000 --seed 1`.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './ensure-built.mjs'
import { runOnNewerNode } from './internals/node.mjs'
import { root } from './internals/repo.mjs'

await runOnNewerNode(process.argv[1])
if (!(await ensureBuilt())) process.exit(1)
const { values } = parseArgs({ options: { pushes: { type: 'string', default: '50000' }, seed: { type: 'string', default: '1' } } })
const { runChaos } = await import(pathToFileURL(join(root, 'packages', 'acceptance', 'src', 'chaos-run.ts')).href)
const { nodeTransport } = await import('@rouse/core/node')
const { h2 } = await import('@rouse/h2')
const transports = { nodeTransport: ca => nodeTransport({ ca }), h2: ca => h2({ ca, http1: nodeTransport({ ca }) }) }
const mostHeapMb = 10
let bad = 0
// The first run loads what stays for good (TLS, ajv, tables), so that the heap is held against a warm one.
await runChaos({ pushes: 500, seed: 1, transport: transports.nodeTransport })
for (const [name, transport] of Object.entries(transports)) {
  // Half-open connections outlive a request's time, so that a timeout and a PING must find them.
  const report = await runChaos({ pushes: Number(values.pushes), seed: Number(values.seed), transport, halfOpenMs: 15_000, requestTimeoutMs: 5000 })
  process.stdout.write(`${JSON.stringify({ transport: name, ...report })}\n`)
  if (report.missing > 0 || report.repeated > 0 || report.duplicates > 0 || report.heapGrowthMb > mostHeapMb) bad++
}
// Without process.exit: whatever still held the process would show.
process.exitCode = bad === 0 ? 0 : 1
