import { processIo } from '../io.ts'
import { demo } from './demo.ts'

process.exitCode = await demo({ json: process.argv.includes('--json') }, processIo())
