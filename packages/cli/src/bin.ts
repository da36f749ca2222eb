#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { processIo } from './io.ts'

// Before anything large is loaded: the second start of the command reads its code compiled.
enableCompileCache()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), processIo())
