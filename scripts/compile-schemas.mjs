// Compiles every packages/*/src/**/*.schema.ts into a validator beside it, so that no host needs `new Function`.
// `fooSchema` of x.schema.ts becomes `validateFoo` of x.schema.generated.ts. Prints nothing when all went well.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { runOnNewerNode } from './internals/node.mjs'
import { filesBelow, packageNames, root } from './internals/repo.mjs'

const suffix = '.schema.ts'
const generatedSuffix = '.schema.generated.ts'

/** The exported JSON Schemas of one file: name to schema. */
async function load(file) {
  const module = await import(pathToFileURL(file).href)
  return Object.entries(module).filter(([name, value]) => name.endsWith('Schema') && value !== null && typeof value === 'object')
}

/** Compiles all schemas of the checkout; resolves the mistakes, one line each. Files whose content stays are not touched. */
export async function compileSchemas() {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  // It imports TypeScript, which an older Node cannot load: not before `runOnNewerNode`.
  const { validatorSource } = await import('./internals/validator-source.mjs')
  const mistakes = []
  const model = join('packages', 'core', 'src', 'model')

  const loadAll = async files => {
    const loaded = []
    for (const file of files) {
      try {
        loaded.push({ file, schemas: await load(file) })
      } catch (error) {
        mistakes.push(`${relative(root, file)}: ${error.message}`)
      }
    }
    return loaded
  }

  const shared = await loadAll(filesBelow(join(root, model)).filter(file => file.endsWith(suffix)))
  for (const name of packageNames()) {
    const files = filesBelow(join(root, 'packages', name, 'src'))
    const sources = files.filter(file => file.endsWith(suffix))
    for (const file of files) {
      if (file.endsWith(generatedSuffix) && !existsSync(file.replace(generatedSuffix, suffix))) rmSync(file)
    }
    if (sources.length === 0) continue

    const known = new Map(shared.map(entry => [entry.file, entry]))
    const own = (await loadAll(sources.filter(file => !known.has(file)))).concat(shared.filter(entry => sources.includes(entry.file)))
    // `format` is an annotation, as draft 2020-12 has it: what a format means is checked by code that can explain it.
    const ajv = new Ajv2020({
      allErrors: true,
      verbose: true,
      strict: true,
      allowUnionTypes: true,
      validateFormats: false,
      code: { source: true, esm: true, lines: true },
    })
    const added = new Set()
    for (const { file, schemas } of new Set([...shared, ...own])) {
      for (const [schemaName, schema] of schemas) {
        try {
          if (typeof schema.$id !== 'string') throw new Error('it needs an $id of its own')
          if (added.has(schema)) continue
          ajv.addSchema(schema)
          added.add(schema)
        } catch (error) {
          mistakes.push(`${relative(root, file)} ${schemaName}: ${error.message}`)
        }
      }
    }
    for (const { file, schemas } of own) {
      const target = file.replace(suffix, generatedSuffix)
      const exports = Object.fromEntries(
        schemas.filter(([, schema]) => added.has(schema)).map(([schemaName, schema]) => [validatorName(schemaName), schema.$id]),
      )
      if (Object.keys(exports).length === 0) continue
      try {
        const source = validatorSource(ajv, exports, basename(file))
        if (!existsSync(target) || readFileSync(target, 'utf8') !== source) writeFileSync(target, source)
      } catch (error) {
        mistakes.push(`${relative(root, file)}: ${error.message}`)
      }
    }
  }
  return mistakes
}

/** `fooSchema` to `validateFoo`. */
function validatorName(schemaName) {
  const stem = schemaName.slice(0, -'Schema'.length)
  return `validate${stem.charAt(0).toUpperCase()}${stem.slice(1)}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runOnNewerNode(process.argv[1])
  const mistakes = await compileSchemas()
  for (const line of mistakes) process.stderr.write(`${line}\n`)
  process.exitCode = mistakes.length > 0 ? 1 : 0
}
