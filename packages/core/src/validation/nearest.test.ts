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

  it.each([
    ['enabled', 'disabled'],
    ['enbled', 'disabled'],
    ['notIn', 'in'],
    ['in', 'notIn'],
    ['!in', 'in'],
    ['notContains', 'contains'],
    ['lessThan', 'greaterThan'],
    ['moreThan', 'lessThan'],
    ['unread', 'read'],
    ['mute', 'unmute'],
    ['notify', 'no-notify'],
    ['logged-in', 'logged-out'],
    ['foreground', 'background'],
    ['before', 'after'],
    ['minSize', 'maxSize'],
    ['includes', 'excludes'],
    ['disallow', 'allow'],
    ['online', 'offline'],
  ])('%s is not taken for its opposite %s', (name, opposite) => {
    expect(nearest(name, [opposite])).toBeUndefined()
  })

  it('still finds a name that is negated itself', () => {
    expect(nearest('disbled', ['enabled', 'disabled'])).toBe('disabled')
    expect(nearest('no-notfy', ['notify', 'no-notify'])).toBe('no-notify')
    expect(nearest('logedOut', ['logged-in', 'logged-out'])).toBe('logged-out')
  })

  it('is undefined where nothing is known', () => {
    expect(nearest('title', [])).toBeUndefined()
  })

  it('of equally near names takes the first', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat')
  })
})
