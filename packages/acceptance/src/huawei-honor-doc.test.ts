import { readFileSync } from 'node:fs'
import { harmony, harmonyReasons, harmonySettingsSchema, honor, huawei } from '@rouse/channel-cn-vendors'
import { categories } from '@rouse/core'
import { describe, expect, it } from 'vitest'

const page = readFileSync(new URL('../../../docs/huawei-harmony-honor.md', import.meta.url), 'utf8')

describe('docs/huawei-harmony-honor.md', () => {
  it('shows a configuration that the schemas take', () => {
    const block = /```json config\n([^`]+)```/.exec(page)?.[1] ?? ''
    const config = JSON.parse(block) as { huawei: never; harmony: never; honor: never }
    for (const channel of [huawei(config.huawei), harmony(config.harmony), honor(config.honor)]) {
      for (const app of channel.apps) expect(channel.validators?.app?.(app), JSON.stringify(channel.validators?.app?.errors)).toBe(true)
      expect(channel.validators?.options?.(channel.options)).toBe(true)
    }
  })

  it('lists every push type', () => {
    const { pushType } = harmonySettingsSchema.properties as { pushType: { enum: readonly number[] } }
    const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(row => Number(row[1]))
    expect(rows.toSorted((a, b) => a - b)).toEqual(pushType.enum.toSorted((a, b) => a - b))
  })

  it('names every reason that drops a token, and the classes that Honor gets as LOW', () => {
    const dropped = Object.entries(harmonyReasons).flatMap(([reason, { kind }]) => (kind === 'gone' ? [reason] : []))
    for (const reason of dropped) expect(page).toContain(`\`${reason}\``)
    const low = /LOW for ([a-z, ]+); else NORMAL/.exec(page)?.[1]?.split(', ') ?? []
    expect(low.toSorted()).toEqual(['content', 'marketing', 'news', 'social'])
    expect(categories).toEqual(expect.arrayContaining(low))
  })
})
