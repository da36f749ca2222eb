import type { PolicyDocument, Words } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { alert, alice, app, decide, iphone, message, pixel, redmi } from './scene.fixture.ts'

const words = (image: string): Words => ({
  image,
  voice: 'v',
  video: 'v',
  file: 'f',
  location: 'l',
  face: 'f',
  mentioned: 'm',
  newMessage: 'n',
  withdrawn: 'w',
})
const picture = message({ elements: [{ type: 'image' }] })

describe('the language of a locale', () => {
  it.each([
    ['zh-TW', ['zh-Hant'], 'zh-Hant'],
    ['zh-HK', ['zh-Hant'], 'zh-Hant'],
    ['zh-MO', ['zh-Hant', 'zh'], 'zh-Hant'],
    ['zh_Hant_TW', ['zh-Hant'], 'zh-Hant'],
    ['zh_TW_#Hant', ['zh-Hant'], 'zh-Hant'],
    ['zh-HK', ['zh-TW'], 'zh-TW'],
    ['zh-MO', ['zh-HK', 'zh-TW'], 'zh-HK'],
    ['zh-CN', ['zh-Hans'], 'zh-Hans'],
    ['zh-SG', ['zh-Hans', 'zh-Hant'], 'zh-Hans'],
    ['zh', ['zh-Hans'], 'zh-Hans'],
    ['cmn-Hans-CN', ['zh-Hans'], 'zh-Hans'],
    ['iw', ['he'], 'he'],
    ['he', ['iw'], 'iw'],
    ['in-ID', ['id'], 'id'],
    ['tl', ['fil'], 'fil'],
    ['PT_br', ['pt-PT', 'pt-BR'], 'pt-BR'],
    ['nb', ['no'], 'no'],
    ['es-MX', ['es', 'es-419'], 'es-419'],
    ['zh-CN', ['zh-Hant'], '[图片]'],
    ['cmn-Hans-CN', [], '[图片]'],
    ['zh-cmn-Hans', [], '[图片]'],
    ['zh-TW', [], '[图片]'],
    ['fr', ['de'], '[Image]'],
  ])('%s, where the host has %j, is said as %s', async (locale, names, body) => {
    const languages = Object.fromEntries(names.map(name => [name, words(name)]))
    expect(await alert(picture, alice({ locale }), { text: { languages } })).toMatchObject({ body })
  })
})

describe('a time zone', () => {
  const both = { ...redmi(), region: undefined, registrations: [...redmi().registrations, ...pixel().registrations] }
  const { region: _, ...phone } = both

  it.each(['Asia/Shanghai', 'Asia/Chongqing', 'Asia/Chungking', 'Asia/Harbin', 'Asia/Urumqi', 'Asia/Kashgar', 'PRC', 'asia/shanghai', 'prc'])(
    '%s is in mainland China',
    async timeZone => {
      expect((await decide(message(), alice({ timeZone, devices: [phone] }))).channels).toEqual(['xiaomi', 'fcm'])
    },
  )

  it.each(['Asia/Hong_Kong', 'Hongkong', 'ROC', 'Asia/Singapore'])('%s is not', async timeZone => {
    expect((await decide(message(), alice({ timeZone, devices: [phone] }))).channels).toEqual(['fcm', 'xiaomi'])
  })

  it.each([
    ['PRC', 'Asia/Chongqing'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'asia/calcutta'],
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Etc/UTC', 'UTC'],
  ])('%s of a rule is %s of a recipient, in every evaluator', async (stated, timeZone) => {
    const condition = (operator: string, value: string | readonly string[]) => ({ all: [{ fact: 'recipient', path: '$.timeZone', operator, value }] })
    const suppress = { type: 'suppress', params: { reason: 'there' } } as const
    for (const conditions of [condition('equal', stated), condition('in', ['Asia/Tokyo', stated]), { not: condition('notEqual', stated) }]) {
      const policy: PolicyDocument = { name: 'p', reasons: ['there'], rules: [{ name: 'r', conditions, event: suppress }] }
      for (const evaluator of ['compiled', 'closures', 'interpreted'] as const) {
        expect(await decide(message(), alice({ timeZone }), { policy, evaluator })).toMatchObject({ reason: 'there' })
      }
    }
  })

  it.each(['Etc/Unknown', 'GMT+08:00', '+08:00', '', 'Mars/Olympus'])('%s counts as UTC, and a note says so', async timeZone => {
    const quietHours = { from: '09:30', to: '10:30' }
    const decision = await decide(message(), alice({ timeZone, quietHours }))
    expect(decision).toMatchObject({ reason: 'quiet-hours', notes: [{ code: 'time-zone-assumed' }] })
    expect((await decide(message(), alice({ timeZone }))).notes).toMatchObject([{ code: 'time-zone-assumed' }])
  })
})

describe('an image that is no https URL', () => {
  it.each(['http://files.example.com/1.png', 'javascript:alert(1)', 'https://', '', 'file:///etc/passwd'])('is left out with a note: %s', async image => {
    const decision = await decide(message({ push: { image } }), alice())
    expect(decision).toMatchObject({ decision: 'push', notes: [{ code: 'image-dropped' }] })
    if (image !== '') expect(JSON.stringify(decision.request?.body)).not.toContain(image)
  })

  it('is left out where a layer of the policy states it', async () => {
    const all = { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] }
    const layer = {
      name: 'l',
      conditions: all,
      event: { type: 'layer', params: { name: 'pictures', priority: 50, settings: { image: 'http://a.example/1.png' } } },
    }
    const policy: PolicyDocument = { name: 'p', layers: [layer as never], rules: [] }
    expect(await decide(message(), alice(), { policy })).toMatchObject({ decision: 'push', notes: [{ code: 'image-dropped' }] })
  })
})

it('a region is read in any case', async () => {
  const registrations = [...redmi().registrations, ...pixel().registrations]
  expect((await decide(message(), alice({ devices: [redmi({ region: 'cn', registrations })] }))).channels).toEqual(['xiaomi'])
  expect((await decide(message(), alice({ devices: [redmi({ region: 'us', registrations })] }))).channels).toEqual(['fcm', 'xiaomi'])
})

it('a name of any length is cut for display', async () => {
  const sender = { id: 'bob', name: `a${'\u00a0'.repeat(200_000)}b` }
  const { title } = (await alert(
    message({ sender }),
    alice({ devices: [iphone({ registrations: [{ channel: 'apns', token: '00ff'.repeat(16), app }] })] }),
  )) as { title: string }
  expect(title.length).toBeLessThanOrEqual(256)
})
