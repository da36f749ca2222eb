import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../model/json.ts'
import { messageSchema } from '../model/message.schema.ts'
import { pushSettingsSchema } from '../model/push-settings.schema.ts'
import { recipientSchema } from '../model/recipient.schema.ts'
import { checkPolicy } from './check/check-policy.ts'
import { defaultPolicy } from './default-policy.ts'
import { policySchema } from './policy-schema.ts'
import { acceptedDocument } from './testing/documents.fixture.ts'
import { hostFacts as generated } from './testing/facts.fixture.ts'
import { workedPolicies } from './testing/worked-policies.fixture.ts'

const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false, schemas: [pushSettingsSchema, messageSchema, recipientSchema] })
const fits = ajv.compile(policySchema)
const hostFacts = [...generated, 'calendar']
const worked = workedPolicies().map(({ document }) => document)

/** One place of a document changed to something else, or taken away. */
const spoilt = fc
  .tuple(
    fc.oneof(acceptedDocument, fc.constantFrom(...worked)),
    fc.nat(),
    fc.constantFrom<Json | undefined>(undefined, null, 0, -1, 1.5, '', 'x', [], {}, [[]], { x: 1 }, true),
  )
  .map(([document, at, by]) => {
    const copy = JSON.parse(JSON.stringify(document)) as Json
    const places: { readonly holder: { [name: string]: Json }; readonly name: string }[] = []
    const visit = (value: Json) => {
      if (typeof value !== 'object' || value === null) return
      for (const name of Object.keys(value)) {
        places.push({ holder: value as { [name: string]: Json }, name })
        visit((value as { readonly [name: string]: Json })[name] as Json)
      }
    }
    visit(copy)
    const place = places[at % places.length]
    if (place === undefined) return copy
    if (by === undefined && !Array.isArray(place.holder)) delete place.holder[place.name]
    else place.holder[place.name] = by ?? null
    return copy
  })

describe('the published schema', () => {
  it('fits the default policy', () => {
    expect(fits(JSON.parse(JSON.stringify(defaultPolicy)))).toBe(true)
  })

  it('fits the worked policies, with their tests', () => {
    for (const document of worked) expect(fits(document), JSON.stringify(fits.errors)).toBe(true)
  })

  it('fits every document that loading accepts', () => {
    fc.assert(
      fc.property(acceptedDocument, document => {
        if (!fits(JSON.parse(JSON.stringify(document)))) throw new Error(JSON.stringify(fits.errors))
      }),
      { numRuns: 200 },
    )
  })

  it('refuses nothing that loading would accept, in documents with one mistake', () => {
    let refused = 0
    fc.assert(
      fc.property(spoilt, document => {
        if (fits(document)) return
        refused++
        // Worded only where it is needed: the schema has many branches, and each has its errors.
        if (checkPolicy(document, { hostFacts }).length === 0) throw new Error(JSON.stringify(fits.errors))
      }),
      { numRuns: 1000 },
    )
    expect(refused).toBeGreaterThan(200)
  }, 120_000)
})
