// Runs the demo from the checkout, building first what changed.

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './ensure-built.mjs'
import { runOnNewerNode } from './internals/node.mjs'
import { root } from './internals/repo.mjs'

await runOnNewerNode(process.argv[1])
if (await ensureBuilt()) await import(pathToFileURL(join(root, 'packages', 'cli', 'dist', 'demo', 'run.js')).href)
else process.exitCode = 1
