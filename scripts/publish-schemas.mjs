// Writes packages/core/schemas/*.json, what editors read: each schema of the model and the policy's in one piece. `npm run schemas`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runOnNewerNode } from './internals/node.mjs'
import { root } from './internals/repo.mjs'
import { selfContained } from './internals/self-contained.mjs'

const folder = join(root, 'packages', 'core', 'schemas')

const sources = {
  policy: 'policy/policy-schema.ts',
  message: 'model/message.schema.ts',
  recipient: 'model/recipient.schema.ts',
  'push-settings': 'model/push-settings.schema.ts',
  decision: 'model/decision.schema.ts',
  outcome: 'model/outcome.schema.ts',
}

/** File names, and the text that each is to hold. */
export async function publishedSchemas() {
  const schemas = new Map()
  for (const [name, source] of Object.entries(sources)) {
    const [schema] = Object.values(await import(pathToFileURL(join(root, 'packages/core/src', source)).href))
    schemas.set(name, schema)
  }
  return [...schemas].map(([name, schema]) => ({
    file: join(folder, `${name}.json`),
    text: `${JSON.stringify(selfContained(schema, [...schemas.values()]), null, 2)}\n`,
  }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runOnNewerNode(process.argv[1])
  mkdirSync(folder, { recursive: true })
  for (const { file, text } of await publishedSchemas()) writeFileSync(file, text)
}
