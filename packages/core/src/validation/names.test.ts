import { describe, expect, it } from 'vitest'
import { canonicalLocale, canonicalTimeZone, createNames } from './names.ts'

describe('canonicalTimeZone', () => {
  it.each([
    ['Asia/Shanghai', ['Asia/Chongqing', 'Asia/Chungking', 'Asia/Harbin', 'PRC', 'asia/shanghai', 'ASIA/CHONGQING']],
    ['Asia/Urumqi', ['Asia/Kashgar']],
    ['Asia/Kolkata', ['Asia/Calcutta', 'Asia/Kolkata']],
    ['Europe/Kyiv', ['Europe/Kiev']],
    ['America/Argentina/Buenos_Aires', ['America/Buenos_Aires']],
    ['UTC', ['utc', 'Etc/UTC', 'Zulu', 'GMT']],
  ])('%s is the name of %j', (name, spellings) => {
    for (const spelling of spellings) expect(canonicalTimeZone(spelling)).toBe(name)
  })

  it.each(['', 'Etc/Unknown', 'GMT+08:00', '+08:00', '-0300', 'Mars/Olympus', ' Asia/Shanghai'])('%j is none', name => {
    expect(canonicalTimeZone(name)).toBeNull()
  })

  it('is its own canonical name, of every zone that Intl tells', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const name = canonicalTimeZone(zone) ?? ''
      expect(canonicalTimeZone(name)).toBe(name)
    }
  })
})

describe('canonicalLocale', () => {
  it.each([
    ['zh-TW', ['zh_TW', 'ZH-tw', 'zh_tw']],
    ['zh-Hant-TW', ['zh_Hant_TW', 'zh_TW_#Hant', 'ZH-hant-tw']],
    ['he', ['iw', 'IW']],
    ['id-ID', ['in_ID', 'in-ID']],
    ['fil', ['tl', 'tgl']],
    ['zh-Hans-CN', ['cmn-Hans-CN', 'zh-cmn-Hans-CN']],
    ['yue-HK', ['zh-yue-HK']],
    ['en-US', ['en_US.UTF-8', 'en_US@euro']],
    ['sr-Latn', ['sh']],
    ['en-u-ca-buddhist', ['en-u-ca-buddhist']],
  ])('%s is the name of %j', (name, spellings) => {
    for (const spelling of spellings) expect(canonicalLocale(spelling)).toBe(name)
  })

  it.each(['', '-', '_', 'x', '中文', 'en--US', 'a b', '12'])('%j is none', name => {
    expect(canonicalLocale(name)).toBeNull()
  })
})

describe('createNames', () => {
  it('asks once for a name that it remembers, and never for one that is too long', () => {
    const asked: string[] = []
    const read = createNames(name => asked.push(name), 2)
    for (const name of ['a', 'a', 'b', 'c', 'c', 'a', 'x'.repeat(65)]) read(name)
    expect(asked).toEqual(['a', 'b', 'c', 'a'])
    expect(read('x'.repeat(65))).toBeNull()
  })
})
