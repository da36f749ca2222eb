import { describe, expect, it } from 'vitest'
import { equalSecrets } from './equal-secrets.ts'

describe('equalSecrets', () => {
  it.each([
    ['s3cret', 's3cret', true],
    ['s3cret', 's3creT', false],
    ['s3cret', 's3cret ', false],
    ['é', 'é', true],
    ['', '', false],
    [undefined, undefined, false],
    ['s3cret', undefined, false],
    [null, 's3cret', false],
  ])('of %j and %j is %j', (a, b, equal) => {
    expect(equalSecrets(a, b)).toBe(equal)
  })
})
