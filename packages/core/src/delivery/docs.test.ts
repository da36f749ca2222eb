import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { breakerDefaults } from './circuit-breaker.ts'
import { retryDefaults } from './retry.ts'

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8')
const page = await read('../../../../docs/delivery.md')
const engine = await read('../engine/engine.ts')
const delivery = await read('./delivery.ts')
const batcher = await read('./batcher.ts')

/** A number that stands in the code behind these words. */
const inCode = (code: string, words: RegExp): number => Number(words.exec(code)?.[1]?.replaceAll('_', ''))

describe('docs/delivery.md', () => {
  it('states the defaults that the code has, and leaves none out', () => {
    const stated = Object.fromEntries([...page.matchAll(/^\| `([\w.]+)` \| (\d+) \|/gm)].map(([, name, value]) => [name, Number(value)]))
    expect(stated).toEqual({
      ...Object.fromEntries(Object.entries(retryDefaults).map(([name, value]) => [`retry.${name}`, value])),
      ...Object.fromEntries(Object.entries(breakerDefaults).map(([name, value]) => [`breaker.${name}`, value])),
      requestTimeoutMs: inCode(delivery, /requestTimeoutMs = ([\d_]+)/),
      inFlight: inCode(engine, /options\.inFlight \?\? ([\d_]+)/),
      lanes: inCode(engine, /options\.lanes \?\? ([\d_]+)/),
      queue: inCode(engine, /options\.queue \?\? ([\d_]+)/),
      batchWaitMs: inCode(batcher, /maxWaitMs = ([\d_]+)/),
    })
    expect(page).toContain(`Delivery has ${inCode(delivery, /options\.inFlight \?\? ([\d_]+)/)} requests under way at most`)
  })

  it('names only tests that are there', async () => {
    for (const [, name] of page.matchAll(/`(packages\/[\w./-]+\.ts)`/g)) expect(await read(`../../../../${name}`)).not.toBe('')
    const listed = /`packages\/acceptance\/src\/`: ([^|]+)/.exec(page)?.[1] ?? ''
    const names = [...listed.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(3)
    for (const name of names) expect(await read(`../../../acceptance/src/${name}.test.ts`)).not.toBe('')
  })
})
