import { createGraphemes } from '@rouse/core/channel'
import { sampleNotification } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { shownTitle } from './shown-title.ts'

const graphemes = createGraphemes()
const limit = { max: 5, unit: 'utf16' } as const

describe('shownTitle', () => {
  it.each([
    ['Bob', { id: 'u1', name: 'Robert' }, 'Bob'],
    [' ', { id: 'u1', name: 'Rob' }, 'Rob'],
    ['', { id: 'u1', name: ' ' }, 'u1'],
    ['', { id: ' ' }, 'chat'],
    ['', { id: 'user-1' }, 'user…'],
    ['\ud800', { id: 'u1' }, '\ufffd'],
  ])('of title %j and sender %j is %j', (title, sender, shown) => {
    expect(shownTitle(sampleNotification({ title, sender }), 'chat', limit, graphemes)).toBe(shown)
  })
})
