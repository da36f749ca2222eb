import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { reasons } from '../model/decision.ts'
import { outcomeSchema } from '../model/outcome.schema.ts'
import { engineOptionsSchema } from './options.schema.ts'

/** First cells of the table below this heading row, without backticks. */
function firstCells(page: string, heading: string): readonly string[] {
  const text = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
  const table = text.slice(text.indexOf(`\n| ${heading} |`) + 1).split('\n\n', 1)[0] ?? ''
  return table
    .split('\n')
    .slice(2)
    .map(row => (row.split('|')[1] ?? '').trim().replaceAll('`', ''))
    .filter(cell => cell !== '')
}

type Schema = { readonly properties: Readonly<Record<string, { readonly enum?: readonly unknown[] }>> }
const outcome = outcomeSchema as unknown as Schema

describe('docs/engine.md', () => {
  it('has every option of the engine, and no other', () => {
    expect([...firstCells('engine.md', 'option')].sort()).toEqual(Object.keys((engineOptionsSchema as unknown as Schema).properties).sort())
  })
})

describe('docs/outcomes.md', () => {
  it('has every status', () => {
    expect([...firstCells('outcomes.md', 'status')].sort()).toEqual([...(outcome.properties.status?.enum ?? [])].sort())
  })

  it('has every fault', () => {
    expect([...firstCells('outcomes.md', 'fault')].sort()).toEqual([...(outcome.properties.fault?.enum ?? [])].filter(fault => fault !== null).sort())
  })

  it('has every reason, in the order in which the first wins', () => {
    expect(firstCells('outcomes.md', 'reason')).toEqual(reasons)
  })
})
