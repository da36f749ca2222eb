import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../model/json.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { effectiveOf } from './effective.ts'
import { fields, slotsFor } from './fields.ts'
import { deepFreeze, family, globalSettings, layers, pushSettings } from './layers.fixture.ts'
import { defaultLayer, globalLayer, type Layer, messageLayer, type PlatformFamily } from './layers.ts'
import { merge, mergeLayers } from './merge.ts'
import { type Stated, stated } from './stated.ts'

const runs = { numRuns: 1000 }
const join = (all: readonly Layer[], of: PlatformFamily | null): Stated => all.map(layer => stated(layer, of)).reduce(merge, {})

/** What a layer says at a path, read without the code under test. */
const saidAt = (settings: PushSettings, path: string): Json | undefined => {
  const [first = '', second = '', ...rest] = path.split('.')
  const tree = settings as unknown as { [name: string]: { [name: string]: unknown } | undefined }
  if (first !== 'vendors') return (second === '' ? tree[first] : tree[first]?.[second]) as Json | undefined
  const own = tree.vendors?.[second] as { [name: string]: Json } | undefined
  return own !== undefined && Object.hasOwn(own, rest.join('.')) ? own[rest.join('.')] : undefined
}

describe('laws of merging', () => {
  it('identity: an empty layer changes nothing, wherever it stands', () => {
    const empty = fc.constantFrom<PushSettings>({}, { android: {}, ios: {} }, { vendors: {} }, { vendors: { xiaomi: {} } }, {
      title: undefined,
      ios: { badge: undefined },
    } as PushSettings)
    fc.assert(
      fc.property(layers, family, empty, fc.integer({ min: 301, max: 400 }), fc.boolean(), (all, of, settings, priority, below) => {
        const hollow = { name: 'hollow', priority: below ? -priority : priority, settings }
        expect(mergeLayers([...all, hollow], of)).toEqual(mergeLayers(all, of))
      }),
      runs,
    )
  })

  it('associativity: it does not matter which layers are joined first', () => {
    fc.assert(
      fc.property(layers, family, fc.nat(6), fc.nat(6), (all, of, i, j) => {
        const [a, b, c] = [all.slice(0, Math.min(i, j)), all.slice(Math.min(i, j), Math.max(i, j)), all.slice(Math.max(i, j))].map(part => join(part, of)) as [
          Stated,
          Stated,
          Stated,
        ]
        expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
      }),
      runs,
    )
  })

  it('idempotence: joining the same statements twice is joining them once', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        const once = join(all, of)
        expect(merge(once, once)).toEqual(once)
        for (const layer of all) expect(merge(once, stated(layer, of))).toEqual(once)
      }),
      runs,
    )
  })

  it('commutativity: which of two comes first does not matter', () => {
    fc.assert(
      fc.property(layers, family, fc.nat(6), (all, of, at) => {
        const [a, b] = [join(all.slice(0, at), of), join(all.slice(at), of)]
        expect(merge(a, b)).toEqual(merge(b, a))
      }),
      runs,
    )
  })

  it("precedence: a field has the value of the highest layer that states it, the platform's form before the general one", () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        const { settings } = mergeLayers(all, of)
        const highestFirst = [...all].sort((a, b) => b.priority - a.priority)
        for (const slot of slotsFor(of)) {
          const places = highestFirst.flatMap(layer => slot.fields.map(field => ({ layer, path: field.path as string })))
          const winner = places.find(({ layer, path }) => saidAt(layer.settings, path) !== undefined)
          for (const field of slot.fields) {
            const expected = winner?.path === field.path ? { value: saidAt(winner.layer.settings, winner.path), from: winner.layer.name } : undefined
            expect(settings[field.path]).toEqual(expected)
          }
        }
      }),
      runs,
    )
  })

  it('any order of the layers gives the same result, to the byte', () => {
    fc.assert(
      fc.property(
        layers.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        family,
        ([all, shuffled], of) => {
          const [one, other] = [mergeLayers(all, of), mergeLayers(shuffled, of)]
          expect(other).toEqual(one)
          expect(JSON.stringify(other.settings)).toBe(JSON.stringify(one.settings))
          expect(JSON.stringify(other.fact)).toBe(JSON.stringify(one.fact))
        },
      ),
      runs,
    )
  })

  it('field independence: taking one field out of every layer changes that field alone', () => {
    fc.assert(
      fc.property(layers, family, fc.constantFrom(...fields), (all, of, gone) => {
        const without = (settings: PushSettings): PushSettings => {
          const strip = ({ [gone.name]: _, ...rest }: { readonly [name: string]: unknown }) => rest
          if (gone.family === null) return strip({ ...settings })
          return { ...settings, [gone.family]: strip({ ...settings[gone.family] }) }
        }
        const [before, after] = [
          mergeLayers(all, of),
          mergeLayers(
            all.map(layer => ({ ...layer, settings: without(layer.settings) })),
            of,
          ),
        ]
        const { [gone.key]: _before, ...restBefore } = before.stated
        const { [gone.key]: _after, ...restAfter } = after.stated
        expect(restAfter).toEqual(restBefore)
      }),
      runs,
    )
  })

  it('no mutation: frozen layers merge, and come out as they went in', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        const before = JSON.stringify(all)
        deepFreeze(all)
        const statements = deepFreeze(all.map(layer => stated(layer, of)))
        const joined = deepFreeze(statements.reduce(merge, deepFreeze({})))
        effectiveOf(joined, of)
        mergeLayers(all, of)
        expect(JSON.stringify(all)).toBe(before)
      }),
      runs,
    )
  })

  it('JSON round trip: layers that went through JSON merge to the same', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        const travelled = JSON.parse(JSON.stringify(all)) as readonly Layer[]
        const effective = mergeLayers(travelled, of)
        expect(JSON.parse(JSON.stringify(mergeLayers(all, of).settings))).toEqual(effective.settings)
        expect(JSON.parse(JSON.stringify(effective.settings))).toEqual(effective.settings)
        expect(effectiveOf(JSON.parse(JSON.stringify(effective.stated)) as Stated, of)).toEqual(effective)
      }),
      runs,
    )
  })

  it('one step or many: merging layers at once is joining them one by one', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        expect(effectiveOf(join(all, of), of)).toEqual(mergeLayers(all, of))
      }),
      runs,
    )
  })

  it('provenance: every value has the name of a layer that states it at that path', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        for (const [path, { value, from }] of Object.entries(mergeLayers(all, of).settings)) {
          const layer = all.find(each => each.name === from)
          expect(layer).toBeDefined()
          expect(saidAt(layer?.settings ?? {}, path)).toEqual(value)
        }
      }),
      runs,
    )
  })

  it('completeness: what any layer states for this device has a value', () => {
    fc.assert(
      fc.property(layers, family, (all, of) => {
        const effective = mergeLayers(all, of)
        for (const layer of all) for (const key of Object.keys(stated(layer, of))) expect(effective.stated).toHaveProperty([key])
        expect(Object.keys(effective.settings)).toHaveLength(Object.keys(effective.stated).length)
      }),
      runs,
    )
  })

  it('the seed rule: stated per message beats stated globally', () => {
    fc.assert(
      fc.property(pushSettings, globalSettings, fc.constantFrom('c2c' as const, 'group' as const), family, (push, settings, conversation, of) => {
        const merged = mergeLayers([defaultLayer, globalLayer(settings, conversation), messageLayer(push)], of)
        const own = stated(messageLayer(push), of)
        for (const [key, statement] of Object.entries(own)) expect(merged.stated[key]).toEqual(statement)
        for (const [key, statement] of Object.entries(stated(globalLayer(settings, conversation), of))) {
          if (!Object.hasOwn(own, key)) expect(merged.stated[key]).toEqual(statement)
        }
      }),
      runs,
    )
  })

  it('the general fields of a device are those of no device, where the platform says nothing of its own', () => {
    fc.assert(
      fc.property(layers, fc.constantFrom('ios' as const, 'android' as const), (all, of) => {
        const general = mergeLayers(all, null).settings
        const device = mergeLayers(all, of).settings
        for (const path of Object.keys(general)) {
          if (device[`${of}.${path}`] === undefined) expect(device[path]).toEqual(general[path])
        }
      }),
      runs,
    )
  })
})
