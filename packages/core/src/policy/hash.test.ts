import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from './default-policy.ts'
import { policyHash } from './hash.ts'
import { loadPolicy } from './load-policy.ts'

describe('a policy’s hash', () => {
  it('is the sha256 of its RFC 8785 canonical JSON', () => {
    const document = { rules: [], name: 'é€\u20ac\n', description: 'x' }
    const canonical = '{"description":"x","name":"é€€\\n","rules":[]}'
    expect(policyHash(document)).toBe(`sha256:${createHash('sha256').update(canonical).digest('hex')}`)
  })

  it('knows a document by its content, not by the order of its fields', () => {
    expect(policyHash({ name: 'a', rules: [] })).toBe(policyHash({ rules: [], name: 'a' }))
    expect(policyHash({ name: 'a', rules: [] })).not.toBe(policyHash({ name: 'b', rules: [] }))
  })

  it('is the same for a document and its text', () => {
    expect(loadPolicy(JSON.parse(JSON.stringify(defaultPolicy))).hash).toBe(loadPolicy(defaultPolicy).hash)
  })
})
