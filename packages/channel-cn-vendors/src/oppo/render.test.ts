import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { oppo } from './channel.ts'
import type { OppoApp, OppoOptions } from './config.ts'
import { app, channel, classes, token } from './samples.fixture.ts'

const made = (entry: Partial<OppoApp> = {}, options: OppoOptions = {}) => oppo({ apps: [{ ...app, ...entry }], storeGrade: 'A', ...options })
const messageOf = (changes: Partial<Notification>, entry: Partial<OppoApp> = {}, options: OppoOptions = {}) => {
  const draft = firstDraft(made(entry, options), sampleNotification(changes), [sampleTarget(token)])
  return (requestBody(draft) as { message: { verify_registration_id: boolean; notification: Record<string, Json> } }).message
}
const shown = (...all: Parameters<typeof messageOf>) => messageOf(...all).notification
const rendered = (changes: Partial<Notification>, entry: Partial<OppoApp> = {}, options: OppoOptions = {}) => {
  const own = made(entry, options)
  return own.render(sampleNotification(changes), firstApp(own))
}

describe("OPPO's app_message_id", () => {
  const id = (changes: Partial<Notification>) => shown(changes).app_message_id

  it('is kept on a retry, whatever ttl is left by then', () => {
    expect(id({ ttl: 86_400 })).toBe(id({ ttl: 4000 }))
    expect(id({ revision: 0 })).toBe(id({}))
  })

  it('is another for another message, an edit, and the word that a message was withdrawn: the second of one id is dropped', () => {
    const all = [id({}), id({ messageId: 'msg-2' }), id({ revision: 1 }), id({ body: '[消息已撤回]' }), id({ title: 'Alice' })]
    expect(new Set(all).size).toBe(all.length)
  })

  it('is of no two messages whose ids and texts only read alike together', () => {
    expect(id({ messageId: 'a', title: 'b', body: 'c' })).not.toBe(id({ messageId: 'a","b', title: 'b', body: 'c' }))
  })

  it('is short whatever the message id', () => {
    expect(id({ messageId: '消'.repeat(256) })).toMatch(/^[0-9A-Za-z_-]{32}$/)
  })
})

describe('rendering for OPPO', () => {
  it('gives each message a notify id of its own, or that of its collapse key', () => {
    expect(shown({ messageId: 'a', replaceId: 'a' }).notify_id).not.toBe(shown({ messageId: 'b', replaceId: 'b' }).notify_id)
    expect(shown({ messageId: 'a', replaceId: 'k' }).notify_id).toBe(shown({ messageId: 'b', replaceId: 'k' }).notify_id)
  })

  it('has the device check its id, unless the message says otherwise', () => {
    expect(messageOf({}).verify_registration_id).toBe(true)
    expect(messageOf({ vendor: { verifyRegistrationId: false } }).verify_registration_id).toBe(false)
  })

  it('never sends a level without a category', () => {
    expect(shown({ vendor: { notifyLevel: 16 } })).not.toHaveProperty('notify_level')
    expect(rendered({ vendor: { notifyLevel: 16 } }).notes.map(note => note.code)).toEqual(['category-mapped', 'field-dropped'])
    expect(shown({ vendor: { category: 'IM', notifyLevel: 16 } })).toMatchObject({ category: 'IM', notify_level: 16 })
  })

  it('leaves a push that replaces an accepted one in the tray', () => {
    expect(shown({ replaces: true }, { classes })).toMatchObject({ category: 'IM', notify_level: 1 })
    expect(shown({ replaces: true, vendor: { category: 'IM', notifyLevel: 16 } })).toMatchObject({ notify_level: 1 })
    expect(shown({ replaces: true })).not.toHaveProperty('notify_level')
  })

  it('keeps a call as long as it rings, or as config says', () => {
    expect(channel.limits.ttl).toEqual({ min: 1, max: 864_000 })
    expect(shown({ ttl: 30, category: 'voip' }).off_line_ttl).toBe(30)
    expect(made({}, { leastTtl: 3600 }).limits.ttl).toEqual({ min: 3600, max: 864_000 })
  })

  it("takes no level of config's for a category that the message states", () => {
    expect(shown({ vendor: { category: 'NEWS' } }, { classes })).not.toHaveProperty('notify_level')
  })

  it('counts quotas by the class', () => {
    expect(rendered({}).quotaClass).toBe('default')
    expect(rendered({ channelId: 'chat' }).quotaClass).toBe('channel chat')
    expect(rendered({ channelId: 'chat', vendor: { channelId: 'offers' } }).quotaClass).toBe('channel offers')
    expect(rendered({}, { classes }).quotaClass).toBe('service')
    expect(rendered({ category: 'marketing' }, { classes }).quotaClass).toBe('marketing')
    expect(rendered({ vendor: { category: 'NEWS' } }).quotaClass).toBe('marketing')
  })

  it("takes the channel of the message, then config's, then android.channelId last", () => {
    expect(shown({ channelId: 'z', vendor: { channelId: 'x' } }, { classes }).channel_id).toBe('x')
    expect(shown({ channelId: 'z' }, { classes }).channel_id).toBe('chat')
    expect(shown({ channelId: 'z' }).channel_id).toBe('z')
    for (const blank of ['', ' ']) expect(shown({ channelId: blank })).not.toHaveProperty('channel_id')
    expect(shown({ category: 'news' }, { classes: { ...classes, '*': { channelId: '9' } } }).channel_id).toBe('9')
  })

  it("keeps a message's own template and subtitle from a locked screen that hides its text, and uses config's", () => {
    const vendor = { subTitle: 'plans', privateMsgTemplateId: 'T9', privateContentParameters: { a: 'secret plans' } }
    expect(shown({ vendor, templateText: true }, { classes })).toMatchObject({ sub_title: 'plans', private_content_parameters: '{"a":"secret plans"}' })
    const hidden = shown({ vendor, templateText: false, body: 'New message' }, { classes })
    expect(hidden).toMatchObject({ private_msg_template_id: 'T1', private_content_parameters: '{"text":"New message"}' })
    expect(hidden).not.toHaveProperty('sub_title')
  })

  it("keeps a template's values within title and content", () => {
    const template = { id: 'T', titleParams: { a: '{body}{body}' }, contentParams: { b: '{sender}: {body}' } }
    const { private_title_parameters: title, private_content_parameters: content } = shown({ body: '消'.repeat(50) }, { classes: { im: { template } } })
    expect([...(JSON.parse(`${title}`) as { a: string }).a]).toHaveLength(50)
    expect((JSON.parse(`${content}`) as { b: string }).b).toBe(`Bob: ${'消'.repeat(44)}…`)
  })

  it('keeps emoji in a template: nobody says that OPPO refuses them', () => {
    expect(shown({ body: 'hi 😀' }, { classes }).private_content_parameters).toBe('{"text":"hi 😀"}')
  })

  it('sends a content over 50 characters in style 2 only, or as far as config says', () => {
    const long = 'x'.repeat(200)
    expect(shown({ body: long }).content).toHaveLength(50)
    expect(shown({ body: long, vendor: { style: 1 } }, {}, { style: 2 }).content).toHaveLength(50)
    expect(shown({ body: long }, {}, { style: 2 }).content).toHaveLength(128)
    expect(shown({ body: long }, {}, { contentLength: 200 }).content).toHaveLength(200)
  })

  it('gives a message of style 2 the 128 characters of it, and one of style 3 the same 50 as its broadcast', () => {
    const limit = (vendor: Notification['vendor'], options: OppoOptions = {}) => made({}, options).textLimits?.(vendor).body?.max
    expect([limit({}), limit({ style: 2 }), limit({ style: 3 })]).toEqual([50, 128, 50])
    expect([limit({ style: 1 }, { style: 2 }), limit({ style: 3 }, { contentLength: 200 }), limit({}, { contentLength: 200 })]).toEqual([50, 50, 200])
    const long = 'x'.repeat(200)
    expect(shown({ body: long, vendor: { style: 2 } })).toMatchObject({ style: 2, content: `${'x'.repeat(127)}…` })
    expect(shown({ body: long, vendor: { style: 3 } }, {}, { contentLength: 200 })).toMatchObject({ style: 1, content: `${'x'.repeat(49)}…` })
  })

  it('broadcasts at once what would be shown in no time at all', () => {
    const vendor = { showStartTime: 1_795_503_600_000, showEndTime: 1_795_500_000_000 }
    expect(rendered({ vendor }).notes.map(note => note.code)).toEqual(['category-mapped', 'field-dropped'])
    expect(JSON.stringify(rendered({ vendor }))).not.toContain('show_time_type')
  })

  it.each([
    [{}, {}, 86_400, 86_400, []],
    [{}, {}, 86_401, 86_400, ['ttl-adjusted']],
    [{ category: 'NEWS' }, {}, 43_200, 43_200, []],
    [{ category: 'NEWS' }, {}, 43_201, 43_200, ['ttl-adjusted']],
    [{ category: 'NEWS' }, { longestShowTtl: 172_800 }, 172_800, 172_800, []],
  ])('leaves a message of %j no longer in the tray than its class may stay there: %j, %i s', (vendor, options, showTtl, sent, notes) => {
    const own = { category: 'IM', ...vendor, showTtl }
    expect(shown({ vendor: own }, {}, options).show_ttl).toBe(sent)
    expect(rendered({ vendor: own }, {}, options).notes.map(note => note.code)).toEqual(notes)
  })

  it.each([
    [{ clickActionType: 0 }, { click_action_type: 0 }],
    [
      { clickActionType: 1, clickActionActivity: 'a.OPEN' },
      { click_action_type: 1, click_action_activity: 'a.OPEN' },
    ],
    [
      { clickActionType: 2, clickActionUrl: 'https://a/\ud800' },
      { click_action_type: 2, click_action_url: 'https://a/\ufffd' },
    ],
    [
      { clickActionType: 4, clickActionActivity: 'a.B' },
      { click_action_type: 4, click_action_activity: 'a.B' },
    ],
    [
      { clickActionType: 5, clickActionUrl: 'intent:#Intent;end' },
      { click_action_type: 5, click_action_url: 'intent:#Intent;end' },
    ],
  ])("opens what the message states for OPPO alone, %j, over the neutral click, but for a preview that hides the message's own words", (vendor, expected) => {
    const click = { kind: 'url', value: 'https://neutral.example/' } as const
    expect(shown({ click, vendor })).toMatchObject(expected)
    expect(shown({ click: { kind: 'app' }, vendor, templateText: false })).toMatchObject({ click_action_type: 0 })
  })

  it.each([
    ['url', ''],
    ['intent', ' \n'],
  ] as const)('opens the app for a blank target of kind %s, %j, which would have the push refused', (kind, value) => {
    expect(shown({ click: { kind, value } })).toMatchObject({ click_action_type: 0 })
    expect(rendered({ click: { kind, value } }).notes.map(note => note.code)).toContain('notify-mode-unsupported')
  })

  it('opens the app where a target is over 2000 characters, and says so', () => {
    const click = { kind: 'url', value: `https://example.com/${'x'.repeat(2000)}` } as const
    expect(shown({ click })).toMatchObject({ click_action_type: 0 })
    expect(rendered({ click }).notes.map(note => note.code)).toContain('notify-mode-unsupported')
  })

  it('counts action_parameters in characters, of which it takes 4000', () => {
    expect(rendered({ ext: { text: '消'.repeat(100) } }).size).toBe('{"ext":""}'.length + 100)
    expect(channel.limits.payload).toBe(4000)
  })
})
