import standalone from 'ajv/dist/standalone/index.js'
import { boundErrors } from '../../packages/core/src/validation/bounded-validation.ts'

// What ajv's standalone code would `require` at run time, inlined: a channel then needs no ajv at all.
const helpers = {
  'ajv/dist/runtime/ucs2length': {
    name: 'codePoints',
    source: `function codePoints(text) {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff && i + 1 < text.length && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++
    count++
  }
  return count
}`,
  },
  'ajv/dist/runtime/equal': {
    name: 'deepEqual',
    source: `function deepEqual(a, b) {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return a !== a && b !== b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && deepEqual(a[key], b[key]))
}`,
  },
}

const signature = `type Validator = {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly params: Record<string, unknown>; readonly message?: string }[] | null
}`

/** A text has at most as many code points as code units: most need not be counted. */
function lengthCheck(counted, data, sign, limit) {
  if (sign === '>') return `(${data}.length > ${limit} && ${counted})`
  return limit <= 1 ? `${data}.length < ${limit}` : `(${data}.length < ${limit} || ${counted})`
}

/**
 * The TypeScript module that exports one compiled validator a name.
 * `exports`: name to the $id of a schema that `ajv` holds. Throws where a schema is no valid one.
 */
export function validatorSource(ajv, exports, file) {
  const standaloneCode = typeof standalone === 'function' ? standalone : standalone.default
  const used = new Set()
  const code = standaloneCode(ajv, exports)
    .replace(/^"use strict";/, '')
    .replace(/^export const (\w+) = (\w+);/gm, 'export const $1: Validator = $2;')
    .replace(/require\("([^"]+)"\)(?:\.default)?/g, (_, id) => {
      const helper = helpers[id]
      if (!helper) throw new Error(`the compiled code needs ${id}, which scripts/internals/validator-source.mjs does not know: add it there`)
      used.add(helper)
      return helper.name
    })
  const counters = new Set([...code.matchAll(/const (\w+) = codePoints;/g)].map(([, name]) => name))
  const quick = code.replace(/\b(\w+)\((data\d*)\) ([<>]) (\d+)/g, (whole, name, data, sign, limit) =>
    counters.has(name) ? lengthCheck(whole, data, sign, Number(limit)) : whole,
  )
  const bounded = boundErrors(quick)
  if (bounded.includes('vErrors.concat(')) throw new Error('the compiled code copies errors in a loop: teach boundErrors its form')
  const head = ['// @ts-nocheck', `// Compiled from ${file} by scripts/compile-schemas.mjs. Do not edit.`, signature]
  return `${[...head, ...[...used].map(helper => helper.source), bounded.trim()].join('\n')}\n`
}
