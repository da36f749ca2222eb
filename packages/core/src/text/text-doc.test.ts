import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Counting, count } from './count.ts'
import { fit } from './fit.ts'
import { createGraphemes } from './graphemes.ts'
import { resolveText } from './resolved-text.ts'
import { defaultWords } from './words.ts'

const page = readFileSync(new URL('../../../../docs/text.md', import.meta.url), 'utf8')
const cells = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim().replaceAll('`', ''))
const rows = page
  .split('\n')
  .filter(line => line.startsWith('|'))
  .map(cells)

describe('docs/text.md', () => {
  it('counts its examples as the code does', () => {
    const heading = rows.find(row => row[0] === 'unit') ?? []
    const counted = rows.filter((row): row is [Counting['unit'], ...string[]] => ['utf16', 'code-point', 'han-double', 'utf8-byte'].includes(row[0] ?? ''))
    expect(counted).toHaveLength(4)
    for (const [unit, ...numbers] of counted) expect(numbers.map(Number)).toEqual(heading.slice(1).map(text => count(text, unit)))
  })

  it('has every built-in word for an element', () => {
    for (const { image, voice, video, file, location, face } of Object.values(defaultWords)) {
      for (const word of [image, voice, video, file, location, face]) expect(page).toContain(`\`${word}\``)
    }
  })

  it('fits its example as the code does', () => {
    expect(page).toContain(`// '${fit('Hello, world', { max: 8, unit: 'utf16' }, createGraphemes()).text}'`)
  })

  it('tells the defaults', () => {
    expect(resolveText()).toEqual({ appName: 'New message', languages: {}, mentionMark: true, previewKeeps: [] })
    expect(rows).toContainEqual(['appName', 'New message'])
    expect(rows).toContainEqual(['mentionMark', 'true'])
  })
})
