// The `rouse` command from the checkout: builds when a source changed, then runs packages/cli in this same process.
import { ensureBuilt } from './ensure-built.mjs'
import { runOnNewerNode } from './internals/node.mjs'

await runOnNewerNode(process.argv[1])
if (await ensureBuilt()) await import('../packages/cli/dist/bin.js')
else {
  process.stderr.write('rouse: the build failed, see above.\n')
  process.exitCode = 70
}
