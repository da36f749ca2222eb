#!/usr/bin/env node
import * as nodeModule from 'node:module'
import { processIo } from './io.ts'

// Before anything large is loaded: the second start of the command reads its code compiled. An old Node has no such cache.
nodeModule.enableCompileCache?.()
const { main } = await import('./main.ts').catch((error: unknown) => {
  // The engine refuses an old Node when it is imported.
  if (!(error instanceof Error) || error.name !== 'RouseError') throw error
  process.stderr.write(`${error.message}\n`)
  return process.exit(1)
})
process.exitCode = await main(process.argv.slice(2), processIo())
