import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PushSettings } from '../model/push-settings.ts'
import type { GlobalSettings } from '../model/recipient.ts'
import { defaultLayer, globalLayer, type Layer, messageLayer } from './layers.ts'
import { mergeLayers } from './merge.ts'

const page = readFileSync(new URL('../../../../docs/settings.md', import.meta.url), 'utf8')

/** The JSON block of the page with this name behind its fence. */
function block(name: string): unknown {
  const found = new RegExp(`^\`\`\`json ${name}\n(.*?)^\`\`\``, 'ms').exec(page)?.[1]
  if (found === undefined) throw new Error(`docs/settings.md has no block "${name}"`)
  return JSON.parse(found)
}

describe('the worked example of docs/settings.md', () => {
  const layers: readonly Layer[] = [
    defaultLayer,
    globalLayer(block('recipient-settings') as GlobalSettings, 'c2c'),
    block('policy-layer') as Layer,
    messageLayer(block('message-push') as PushSettings),
  ]

  it.each(['ios', 'android'] as const)('merges on %s as the page says, in its order', family => {
    const { settings } = mergeLayers(layers, family)
    expect(Object.entries(settings)).toEqual(Object.entries(block(`merged-${family}`) as object))
  })

  it("reads as the page's code says", () => {
    const merged = mergeLayers(layers, 'ios')
    expect(merged.settings['ios.sound']).toEqual({ value: 'harp.caf', from: 'global' })
    expect(merged.sound).toBe('harp.caf')
  })
})

describe('the default layer', () => {
  it('states what docs/settings.md says', () => {
    for (const [name, value] of Object.entries(defaultLayer.settings)) expect(page).toContain(`\`${name}: ${JSON.stringify(value)}\``)
  })
})
