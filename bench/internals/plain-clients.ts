import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const clients = fileURLToPath(new URL('../clients', import.meta.url))
/** Within the checkout, where the packages are found. */
const plain = fileURLToPath(new URL('../../.rouse/bench-clients', import.meta.url))
const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext }

/**
 * Writes the client programs as plain JavaScript, as a host runs them, and answers their folder: a process that strips types itself has a
 * compiler in its memory, which would be counted as the client's.
 */
export function plainClients(): string {
  mkdirSync(plain, { recursive: true })
  for (const file of readdirSync(clients)) {
    const { outputText } = ts.transpileModule(readFileSync(join(clients, file), 'utf8'), { compilerOptions })
    writeFileSync(join(plain, file.replace(/ts$/, 'mjs')), outputText.replace(/(?<=from '\.\/[\w-]+\.)ts(?=')/g, 'mjs'))
  }
  return plain
}
