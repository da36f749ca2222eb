// Fails on any regular expression of the packages whose time is not linear in its input: every literal in their sources, and every
// `pattern` of their schemas. Prints how many it looked at.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { runOnNewerNode } from './internals/node.mjs'
import { filesBelow, packageNames, root } from './internals/repo.mjs'

await runOnNewerNode(process.argv[1])
// The backend in JavaScript: neither a JVM nor a native binary is needed. It is read when recheck is loaded.
process.env.RECHECK_BACKEND = 'pure'
const { checkSync } = await import('recheck')

/** Every expression found: source and flags, and where it stands first. */
const found = new Map()
const add = (source, flags, where) => {
  const key = `/${source}/${flags}`
  if (!found.has(key)) found.set(key, { source, flags, where })
}

function addLiterals(file, text) {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = node => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text)
      add(source, flags, `${relative(root, file)}:${tree.getLineAndCharacterOfPosition(node.pos).line + 1}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
}

/** `pattern`, and the names of `patternProperties`, anywhere in a schema. */
function addPatterns(schema, where) {
  if (typeof schema !== 'object' || schema === null) return
  for (const [name, value] of Object.entries(schema)) {
    // ajv compiles patterns with the flag u.
    if (name === 'pattern' && typeof value === 'string') add(value, 'u', where)
    if (name === 'patternProperties') for (const pattern of Object.keys(value)) add(pattern, 'u', where)
    addPatterns(value, where)
  }
}

for (const name of packageNames()) {
  for (const file of filesBelow(`${root}/packages/${name}/src`)) {
    if (!file.endsWith('.ts') || /\.(?:test|fixture|generated)\.ts$/.test(file)) continue
    addLiterals(file, readFileSync(file, 'utf8'))
    if (!file.endsWith('.schema.ts')) continue
    for (const [, schema] of Object.entries(await import(pathToFileURL(file).href))) addPatterns(schema, relative(root, file))
  }
}

let bad = 0
for (const { source, flags, where } of found.values()) {
  // `v` is not known to recheck: what it adds to `u` changes no complexity.
  const result = checkSync(source, flags.replace('v', 'u'), { timeout: 60_000 })
  if (result.status === 'safe') continue
  bad++
  const why = result.status === 'vulnerable' ? `${result.complexity.summary} time` : `cannot be checked (${result.error.kind})`
  process.stderr.write(`${where}: /${source}/${flags}: ${why}: write it so that no two parts can match the same text, or use code\n`)
}
process.stdout.write(`${found.size} regular expressions, ${bad} not linear\n`)
process.exitCode = bad > 0 ? 1 : 0
