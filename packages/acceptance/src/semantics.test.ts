import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

const rows = [...(await read('../README.md')).matchAll(/^\| (.+?) \| `([\w./-]+\.test\.ts)` \| (.+) \|$/gm)].map(([, rule = '', file = '', test = '']) => ({
  rule,
  file,
  test,
}))

/** The names that a test file gives: its texts, as they read. */
async function textsOf(file: string): Promise<ReadonlySet<string>> {
  const source = await read(`../../${file}`)
  const texts = source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g)
  return new Set([...texts].map(([, single, double]) => (single ?? double ?? '').replaceAll(/\\(['"])/g, '$1')))
}

describe('the rules that are written down', () => {
  it('are all there', () => {
    expect(rows.length).toBeGreaterThan(130)
    expect(new Set(rows.map(({ rule, test }) => `${rule} ${test}`)).size).toBe(rows.length)
  })

  it.each(rows)('$rule: $file', async ({ file, test }) => {
    expect([...(await textsOf(file))].filter(text => text === test)).toEqual([test])
  })
})
