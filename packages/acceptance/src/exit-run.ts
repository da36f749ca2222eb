// A host's process: pushes, closes, and must then end by itself. Run by exit.test.ts.
import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import type { Vendor } from '@rouse/sandbox'
import { deliveryScene, person } from './delivery-scene.fixture.ts'
import { message } from './scene.fixture.ts'

const [transport, how] = process.argv.slice(2)
process.on('unhandledRejection', reason => {
  process.stdout.write(`unhandled ${String(reason)}\n`)
  process.exitCode = 3
})
const vendors: readonly Vendor[] = ['apns', 'fcm', 'xiaomi', 'oppo']
const { engine, sandbox, outcomes } = await deliveryScene(vendors, {
  over: ca => (transport === 'h2' ? h2({ ca, http1: nodeTransport({ ca }) }) : nodeTransport({ ca })),
})
const count = 400
const submitted = Array.from({ length: count }, (_, i) =>
  engine.submit(message({ id: `m-${i}`, sentAt: undefined }), [person(i, vendors[i % vendors.length] as Vendor)]),
)
await Promise.all(submitted)
if (how === 'cut') {
  // Nothing answers any more, and some wait for a retry: all that is left of it must go with the engine.
  sandbox.control.chaos({ halfOpen: 1, halfOpenMs: 600_000 })
  await Promise.all(Array.from({ length: count }, (_, i) => engine.submit(message({ id: `n-${i}`, sentAt: undefined }), [person(i, 'apns')])))
  await new Promise(resolve => setTimeout(resolve, 200))
  await engine.close(100)
} else await engine.close()
await sandbox.close()
const ends = new Set(outcomes.map(({ status, detail }) => `${status} ${detail ?? ''}`.trim()))
process.stdout.write(`${outcomes.length} outcomes: ${[...ends].sort().join(', ')}\n`)
