import { describe, expect, it } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['enabled', 'title', 'body', 'ext', 'badge', 'image', 'ttl', 'priority', 'collapseKey', 'category', 'android', 'ios', 'vendors']

describe('nearest', () => {
  it.each([
    ['enbled', 'enabled'],
    ['Enabled', 'enabled'],
    ['titel', 'title'],
    ['bdy', 'body'],
    ['collapse', 'collapseKey'],
    ['collapse_key', 'collapseKey'],
    ['catgeory', 'category'],
    ['iOS', 'ios'],
    ['vendor', 'vendors'],
  ])('%s is meant as %s', (name, meant) => {
    expect(nearest(name, known)).toBe(meant)
  })

  it.each(['', 'zzzzzz', 'notification', 'x'.repeat(65)])('nothing is near to %j', name => {
    expect(nearest(name, known)).toBeUndefined()
  })

  it('is undefined where nothing is known', () => {
    expect(nearest('title', [])).toBeUndefined()
  })

  it('of equally near names takes the first', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat')
  })
})
