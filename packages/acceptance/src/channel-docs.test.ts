import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import { meizu, oppo, vivo, xiaomi } from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import type { AnyChannel, JsonSchema } from '@rouse/core'
import { describe, expect, it } from 'vitest'

const channels: readonly AnyChannel[] = [
  apns({ apps: [] }),
  fcm({ apps: [] }),
  xiaomi({ apps: [] }),
  oppo({ apps: [] }),
  vivo({ apps: [] }),
  meizu({ apps: [] }),
]
const fieldsOf = (schema: JsonSchema | undefined): readonly string[] => Object.keys((schema?.properties as object | undefined) ?? {})

describe('docs/channels', () => {
  it.each(channels.map(channel => [channel.name, channel] as const))('%s.md names every field that the schemas have, and no other', async (name, channel) => {
    const doc = await readFile(new URL(`../../../docs/channels/${name}.md`, import.meta.url), 'utf8')
    const known = [channel.appSchema, channel.optionsSchema, channel.settingsSchema].flatMap(fieldsOf)
    const rows = doc.split('\n').filter(line => line.startsWith('| `'))
    const named = rows.flatMap(row => [...(row.split('|')[1] as string).matchAll(/`([^`]+)`/g)].map(([, field]) => field))
    expect([...new Set(named)].sort()).toEqual([...new Set(known)].sort())
  })

  it.each(channels.map(channel => [channel.name, channel] as const))("%s.md's example is a config that it takes", async (name, channel) => {
    const doc = await readFile(new URL(`../../../docs/channels/${name}.md`, import.meta.url), 'utf8')
    const example = /```json\n([\s\S]*?)```/.exec(doc)?.[1] ?? ''
    const { channels: config } = JSON.parse(example) as { channels: Record<string, { apps: unknown[] }> }
    for (const app of config[name]?.apps ?? [null]) expect(channel.validators?.app?.(app), JSON.stringify(channel.validators?.app?.errors)).toBe(true)
  })
})
