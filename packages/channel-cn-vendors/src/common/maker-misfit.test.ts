import { describe, expect, it } from 'vitest'
import { makerMisfit } from './maker-misfit.ts'

describe('makerMisfit', () => {
  it.each([
    ['android', 'xiaomi', null],
    ['android', undefined, null],
    ['android', '', null],
    ['other', undefined, null],
    ['android', 'vivo', 'maker is "vivo", none of xiaomi, poco'],
    ['ios', 'xiaomi', 'platform is "ios", not android'],
    ['harmony', undefined, 'platform is "harmony", not android'],
  ])('of platform %s and maker %s says %j', (platform, maker, why) => {
    expect(makerMisfit(maker === undefined ? { id: 'd', platform } : { id: 'd', platform, maker }, ['xiaomi', 'poco'])).toBe(why)
  })
})
