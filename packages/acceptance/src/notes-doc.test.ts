import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const sources = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' }).filter(
  file => /^(?:core|channel-[a-z-]+)\/src\/.*\.ts$/.test(file) && !/\.(?:test|fixture|generated)\.ts$/.test(file),
)

/** What a note's code is made of, wherever one is written: `code: 'a-b'` beside a `detail`, or `note('a-b', …)`. */
const written = /(?:\bcode: |\b[nN]ote(?:Of)?\((?:notes, )?)'([a-z]+(?:-[a-z]+)+)'(?:, (?:detail|`|'|")|,\s*$)/gm

it('docs/outcomes.md tells every note that core and the bundled channels make, and no other', () => {
  const lines = sources.flatMap(file => readFileSync(join(root, 'packages', file), 'utf8').split('\n'))
  // An Answer has a code and a detail too, and a kind.
  const codes = lines.filter(line => !line.includes('kind: ')).flatMap(line => [...line.matchAll(written)].map(([, code]) => code))
  const page = readFileSync(join(root, 'docs/outcomes.md'), 'utf8')
  const told = [...page.slice(page.indexOf('| note |')).matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code)
  expect(new Set(codes)).toEqual(new Set(told))
})
