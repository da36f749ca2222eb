import { type HarmonyOptions, type HonorOptions, type HuaweiOptions, harmony, honor, huawei } from '@rouse/channel-cn-vendors'
import type { Decision, Device, Message, PushSettings, Recipient, Sound } from '@rouse/core'
import { createExplainer } from '@rouse/core/policy'
import { describe, expect, it } from 'vitest'
import { alice, app, group, message, now } from './scene.fixture.ts'

const badgeClass = 'com.example.chat.MainActivity'
const intent = 'intent:#Intent;component=com.example.chat/.Chat;end'

interface Config {
  readonly huawei?: HuaweiOptions & { readonly app?: object }
  readonly harmony?: HarmonyOptions & { readonly app?: object }
  readonly honor?: HonorOptions & { readonly app?: object }
}

const channelsOf = (config: Config) => {
  const { app: ofHuawei, ...forHuawei } = config.huawei ?? {}
  const { app: ofHarmony, ...forHarmony } = config.harmony ?? {}
  const { app: ofHonor, ...forHonor } = config.honor ?? {}
  return [
    huawei({ ...forHuawei, apps: [{ app, clientId: '1', clientSecret: '-', badgeClass, ...ofHuawei }] }),
    harmony({ dedupe: false, ...forHarmony, apps: [{ app, serviceAccount: '{}', projectId: '1', ...ofHarmony }] }),
    honor({ ...forHonor, apps: [{ app, appId: '1', clientId: '1', clientSecret: '-', badgeClass, ...ofHonor }] }),
  ]
}

const registration = (channel: string) => ({ channel, token: 'IQAAAACy0ABCDEF0123456789', app })
const devices = {
  huawei: { id: 'mate', platform: 'android', maker: 'HUAWEI ', hmsVersion: 60_000_000, registrations: [registration('huawei')] },
  harmony: { id: 'pura', platform: 'harmony', osVersion: '5.0.1', registrations: [registration('harmony')] },
  honor: { id: 'magic', platform: 'android', maker: 'Honor', registrations: [registration('honor')] },
} as const satisfies Record<string, Device>
type Name = keyof typeof devices
const all = Object.keys(devices) as readonly Name[]

async function decide(one: Message, recipient: Recipient, config: Config = {}): Promise<Decision> {
  const [decision] = await createExplainer({ channels: channelsOf(config), clock: () => Date.parse(now) }).explain(one, recipient)
  return decision as Decision
}

/** What one phone is shown, under names that all three share, and the notes. */
async function shown(name: Name, push: PushSettings, config: Config = {}, recipient: Partial<Recipient> = {}, one: Message = message()) {
  const { request, notes, decision } = await decide({ ...one, push }, alice({ ...recipient, devices: [devices[name]] }), config)
  const body = request?.body as never as Record<string, Record<string, Record<string, unknown>>>
  const outer = name === 'huawei' ? (body.message as never as typeof body) : body
  const android = (name === 'harmony' ? body.pushOptions : outer.android) as Record<string, unknown>
  const held = (name === 'harmony' ? body.payload?.notification : android.notification) as Record<string, unknown>
  const data = (name === 'harmony' ? (held.clickAction as { data?: object }).data : outer.data) as unknown
  return {
    decision,
    held,
    options: android,
    data: typeof data === 'string' ? JSON.parse(data) : data,
    click: name === 'huawei' ? held.click_action : held.clickAction,
    category: name === 'huawei' ? android.category : held.category,
    notifyId: name === 'huawei' ? held.notify_id : held.notifyId,
    codes: notes.map(({ code }) => code),
    bytes: Buffer.byteLength(
      JSON.stringify(
        name === 'harmony' ? { ...body, target: {} } : name === 'huawei' ? { message: { ...outer, token: undefined } } : { ...body, token: undefined },
      ),
    ),
  }
}

describe('sound on Huawei, HarmonyOS and Honor', () => {
  const own: Sound = 'android.resource://pkg/raw/dudulu'

  it('is silent by importance LOW on Huawei; the others say that they cannot', async () => {
    const silent: PushSettings = { android: { sound: { silent: true } } }
    expect(await shown('huawei', silent)).toMatchObject({ held: { importance: 'LOW' }, codes: [] })
    for (const name of ['harmony', 'honor'] as const) expect((await shown(name, silent)).codes).toEqual(['silent-unsupported'])
    expect((await shown('honor', silent)).held.importance).toBe('NORMAL')
  })

  it('is the default, with a note, until the host switches custom sounds on', async () => {
    for (const name of all) {
      const { held, codes } = await shown(name, { android: { sound: own } })
      expect(held).not.toHaveProperty('sound')
      expect(codes).toEqual(['sound-unsupported'])
    }
    expect((await shown('huawei', { android: { sound: own } }, { huawei: { customSounds: true } })).held).toMatchObject({
      sound: '/raw/dudulu',
      default_sound: false,
    })
    expect((await shown('harmony', { android: { sound: own } }, { harmony: { customSounds: true, soundSuffix: '.mp3' } })).held.sound).toBe('dudulu.mp3')
  })

  it.each(['dudulu.caf', '/path/to/file', 'android.resource://pkg/2131623936'])('%s is not for these phones', async sound => {
    for (const name of ['huawei', 'harmony'] as const) {
      const { held, codes } = await shown(name, { android: { sound } }, { huawei: { customSounds: true }, harmony: { customSounds: true } })
      expect(held).not.toHaveProperty('sound')
      expect(codes).toEqual(['sound-not-for-platform'])
    }
  })

  it('null means the default, over the recipient’s own', async () => {
    const settings = { c2cSound: 'android.resource://pkg/raw/dudulu' }
    const config = { huawei: { customSounds: true } }
    expect((await shown('huawei', {}, config, { settings })).held.sound).toBe('/raw/dudulu')
    expect((await shown('huawei', { android: { sound: null } }, config, { settings })).held).not.toHaveProperty('sound')
  })
})

describe('extension, click and badge on Huawei, HarmonyOS and Honor', () => {
  it.each(all)('of %s: ext lies under ext, bytes as base64, and nothing beside it', async name => {
    expect((await shown(name, { ext: '{"level":15}' })).data).toEqual({ ext: '{"level":15}' })
    expect((await shown(name, { ext: { base64: '/+8=' } })).data).toEqual({ ext: '/+8=', extEncoding: 'base64' })
    expect((await shown(name, {})).data).toBeUndefined()
    const ids = { messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c' }
    expect((await shown(name, { ext: 'e' }, { [name]: { addIds: true } })).data).toEqual({ ext: 'e', ...ids })
  })

  it.each([
    ['huawei', { type: 3 }, { type: 1, intent }, { type: 2, url: 'https://example.com/x' }],
    ['honor', { type: 3 }, { type: 1, intent }, { type: 2, url: 'https://example.com/x' }],
    ['harmony', { actionType: 0 }, { actionType: 1, action: 'OPEN' }, { actionType: 1, uri: 'https://example.com/x' }],
  ] as const)('of %s: a click opens the app, in mode custom what config names, and a stated URL before both', async (name, plain, custom, url) => {
    const config: Config = { huawei: { app: { clickIntent: intent } }, honor: { app: { clickIntent: intent } }, harmony: { app: { clickAction: 'OPEN' } } }
    expect((await shown(name, {}, config)).click).toEqual(plain)
    expect((await shown(name, { android: { notifyMode: 'custom' } }, config)).click).toEqual(custom)
    expect((await shown(name, { android: { notifyMode: 'custom', clickUrl: 'https://example.com/x' } }, config)).click).toEqual(url)
  })

  it('opens a stated intent on Huawei and Honor; HarmonyOS has none, and says so', async () => {
    for (const name of ['huawei', 'honor'] as const) {
      expect(await shown(name, { android: { clickIntent: intent } })).toMatchObject({ click: { type: 1, intent }, codes: [] })
    }
    expect(await shown('harmony', { android: { clickIntent: intent } })).toMatchObject({ click: { actionType: 0 }, codes: ['notify-mode-unsupported'] })
  })

  it('opens the app where config gives no target, with a note; HarmonyOS has ext with every click', async () => {
    for (const name of ['huawei', 'honor'] as const) {
      expect(await shown(name, { android: { notifyMode: 'custom' } })).toMatchObject({ click: { type: 3 }, codes: ['notify-mode-unsupported'] })
    }
    expect(await shown('harmony', { ext: 'e', android: { notifyMode: 'custom' } })).toMatchObject({ click: { actionType: 0, data: { ext: 'e' } }, codes: [] })
  })

  const words = {
    huawei: ['add_num', 'set_num', { class: badgeClass }],
    harmony: ['addNum', 'setNum', {}],
    honor: ['addNum', 'setNum', { badgeClass }],
  } as const
  it.each(all)('of %s: the badge adds one, 0 clears, absolute by config, and unknown is left alone only then', async name => {
    const [add, set, own] = words[name]
    const absolute = { [name]: { badge: 'absolute' } }
    expect((await shown(name, {})).held.badge).toEqual({ ...own, [add]: 1 })
    expect((await shown(name, {}, {}, { unread: undefined })).held.badge).toEqual({ ...own, [add]: 1 })
    expect((await shown(name, {}, {}, { unread: 0 })).held.badge).toEqual({ ...own, [set]: 0 })
    expect((await shown(name, {}, absolute)).held.badge).toEqual({ ...own, [set]: 7 })
    expect((await shown(name, {}, absolute, { unread: 0 })).held.badge).toEqual({ ...own, [set]: 0 })
    expect((await shown(name, {}, absolute, { unread: undefined })).held).not.toHaveProperty('badge')
    expect((await shown(name, { badge: false })).held).not.toHaveProperty('badge')
  })

  it('needs the launcher class on Huawei and Honor, and tells where config has none', async () => {
    for (const name of ['huawei', 'honor'] as const) {
      const { held, codes } = await shown(name, {}, { [name]: { app: { badgeClass: undefined } } })
      expect(held).not.toHaveProperty('badge')
      expect(codes).toEqual(['badge-unsupported'])
    }
  })
})

describe('neutral words in those of Huawei, HarmonyOS and Honor', () => {
  it.each([
    ['huawei', 86_400, '86400s', '1296000s', '1s'],
    ['honor', 86_400, '86400s', '1296000s', '1s'],
    ['harmony', 86_400, 86_400, 1_296_000, 1],
  ] as const)('of %s: ttl is what is left, clamped to 15 days and never 0', async (name, stated, usual, top, least) => {
    expect((await shown(name, {})).options.ttl).toBe(usual)
    expect((await shown(name, { ttl: stated })).options.ttl).toBe(usual)
    expect(await shown(name, { ttl: 2_592_000 })).toMatchObject({ options: { ttl: top }, codes: ['ttl-adjusted'] })
    expect(await shown(name, { ttl: 0 })).toMatchObject({ options: { ttl: least }, codes: ['ttl-adjusted'] })
    expect((await shown(name, { ttl: null })).options ?? {}).not.toHaveProperty('ttl')
  })

  it.each(all)('of %s: the notify id is that of the message, or of the stated collapse key', async name => {
    // By another tool: `printf msg-1 | sha256sum` begins with 3a0de379, `printf topic | sha256sum` with 23d611a6.
    expect((await shown(name, {})).notifyId).toBe(973_988_730)
    expect((await shown(name, { collapseKey: 'topic' })).notifyId).toBe(601_231_783)
  })

  it('collapses into a group of 1…100 on Huawei and HarmonyOS, only when a key is stated; Honor has none', async () => {
    expect((await shown('huawei', { collapseKey: 'topic' })).options.collapse_key).toBe(83)
    expect((await shown('harmony', { collapseKey: 'topic' })).options.collapseKey).toBe(83)
    for (const name of all) expect(JSON.stringify((await shown(name, {})).options)).not.toMatch(/collapse/i)
    expect(JSON.stringify((await shown('honor', { collapseKey: 'topic' })).options)).not.toMatch(/collapse/i)
  })

  it.each([
    ['im', 'IM', 'NORMAL', []],
    ['voip', 'VOIP', 'NORMAL', []],
    ['account', 'ACCOUNT', 'NORMAL', []],
    ['order', 'EXPRESS', 'NORMAL', ['category-mapped']],
    ['subscription', 'SUBSCRIPTION', 'NORMAL', []],
    ['todo', 'WORK', 'NORMAL', ['category-mapped']],
    ['device-reminder', 'DEVICE_REMINDER', 'NORMAL', []],
    ['work', 'WORK', 'NORMAL', []],
    ['mail', 'MAIL', 'NORMAL', []],
    ['travel', 'TRAVEL', 'NORMAL', []],
    ['health', 'HEALTH', 'NORMAL', []],
    ['finance', 'FINANCE', 'NORMAL', []],
    ['express', 'EXPRESS', 'NORMAL', []],
    ['news', 'MARKETING', 'LOW', ['category-mapped']],
    ['content', 'MARKETING', 'LOW', ['category-mapped']],
    ['social', 'MARKETING', 'LOW', ['category-mapped']],
    ['marketing', 'MARKETING', 'LOW', []],
  ] as const)('category %s is %s on Huawei and HarmonyOS, and %s on Honor', async (category, word, importance, codes) => {
    for (const name of ['huawei', 'harmony'] as const) expect(await shown(name, { category })).toMatchObject({ category: word, codes })
    expect(await shown('honor', { category })).toMatchObject({ held: { importance }, codes: [] })
  })

  it('sends android.channelId to Huawei alone, android.importance to Huawei and Honor', async () => {
    const push: PushSettings = { android: { channelId: 'chat', importance: 'low' } }
    expect((await shown('huawei', push)).held).toMatchObject({ channel_id: 'chat', importance: 'LOW' })
    expect((await shown('honor', push)).held).toMatchObject({ importance: 'LOW' })
    expect((await shown('honor', push)).held).not.toHaveProperty('channelId')
    expect((await shown('harmony', push)).held).not.toHaveProperty('importance')
    expect((await shown('honor', { category: 'marketing', android: { importance: 'normal' } })).held.importance).toBe('NORMAL')
  })
})

describe('text on Huawei, HarmonyOS and Honor', () => {
  it.each(all)('of %s: a group message with a mention, from its elements', async name => {
    const one = { ...group(), elements: [{ type: 'image' as const }], mentions: { users: ['alice'] } }
    expect((await shown(name, {}, {}, { locale: 'zh-CN' }, one)).held).toMatchObject({ title: 'Climbers', body: '[有人@我] Bob: [图片]' })
  })

  it.each(all)('of %s: no title is the sender’s name, then the sender’s id', async name => {
    expect((await shown(name, { title: ' ' })).held.title).toBe('Bob')
    expect((await shown(name, {}, {}, {}, { ...message(), sender: { id: 'bob' } })).held.title).toBe('bob')
  })

  it.each([
    ['emoji of four bytes', '😀', /^(?:😀)+…$/u, 4],
    ['a family of 25 bytes', '👨‍👩‍👧‍👦', /^(?:👨‍👩‍👧‍👦)+…$/u, 25],
    ['Chinese', '消', /^消+…$/u, 3],
    ['quotes, two bytes in JSON', '"', /^"+…$/u, 2],
  ])('long text of %s is cut at a whole one, and fills the 4096 bytes', async (_, unit, whole, width) => {
    for (const name of all) {
      const { held, codes, bytes } = await shown(name, { body: unit.repeat(3000) })
      expect(held.body).toMatch(whole)
      expect(codes).toContain('text-truncated')
      // The name of the tokens' array counts, and the badge's place is kept for its longest form.
      expect(bytes).toBeLessThanOrEqual(4096)
      expect(bytes).toBeGreaterThan(4096 - width - 12)
    }
  })

  it.each(all)('of %s: an ext that would not fit goes before the text, an image before an ext that fits', async name => {
    const large = await shown(name, { ext: 'x'.repeat(4096) })
    expect(large).toMatchObject({ held: { body: 'hello' }, codes: ['ext-dropped'] })
    expect(large.data).toBeUndefined()
    const both = await shown(name, { ext: 'x'.repeat(1500), image: `https://example.com/${'x'.repeat(2400)}`, body: '消'.repeat(100) })
    expect(both.held).not.toHaveProperty('image')
    expect(both.codes).toEqual(expect.arrayContaining(['text-truncated', 'image-dropped']))
    expect(both.data).toMatchObject({ ext: 'x'.repeat(1500) })
  })

  it.each(all)('of %s: preview none hides title, body, image, ext and URL', async name => {
    const push: PushSettings = { ext: 'secret', image: 'https://secret.example', android: { clickUrl: 'https://secret.example' } }
    const { request } = await decide({ ...message(), push }, alice({ preview: 'none', devices: [devices[name]] }))
    expect(JSON.stringify(request?.body)).not.toMatch(/secret|hello|"Bob"/)
  })
})

describe('channel for Huawei’s and Honor’s phones', () => {
  const channels = async (device: Partial<Device>, names: readonly string[], recipient: Partial<Recipient> = {}) => {
    const registrations = names.map((name, n) => ({ ...registration(name), registeredAt: `2026-01-0${n + 1}T00:00:00Z` }))
    return (await decide(message(), alice({ ...recipient, devices: [{ id: 'd', platform: 'android', ...device, registrations }] }))).channels
  }

  it.each<readonly [string, Partial<Device>, readonly string[], readonly string[]]>([
    ['Huawei, EMUI', { maker: 'HUAWEI' }, ['huawei'], ['huawei']],
    ['Huawei, HMS core too old', { maker: 'huawei', hmsVersion: 20_401_300 }, ['huawei'], []],
    ['Huawei, HMS core just new enough', { maker: 'huawei', hmsVersion: 20_401_301 }, ['huawei'], ['huawei']],
    ['HarmonyOS 4 as harmony', { platform: 'harmony', osVersion: '4.2.0' }, ['huawei', 'harmony'], ['huawei']],
    ['HarmonyOS 4 as android', { platform: 'android', maker: 'huawei', osVersion: '12' }, ['huawei', 'harmony'], ['huawei']],
    ['HarmonyOS 5', { platform: 'harmony', osVersion: '5.0.0' }, ['huawei', 'harmony'], ['harmony']],
    ['HarmonyOS of unknown version', { platform: 'harmony' }, ['harmony', 'huawei'], ['harmony', 'huawei']],
    ['Honor with both', { maker: 'honor' }, ['honor', 'huawei'], ['honor', 'huawei']],
    ['Honor with both, huawei newer', { maker: 'honor' }, ['huawei', 'honor'], ['honor', 'huawei']],
    ['an older Honor with HMS', { maker: 'honor', hmsVersion: 50_000_000 }, ['huawei'], ['huawei']],
    ['Huawei with a registration of Honor', { maker: 'huawei' }, ['honor'], []],
    ['an iPhone', { platform: 'ios' }, ['huawei', 'harmony', 'honor'], []],
    ['a phone of which nothing is known', { platform: 'other' }, ['honor'], ['honor']],
  ])('of %s', async (_, device, registered, offered) => {
    expect(await channels({ region: 'CN', ...device }, registered)).toEqual(offered)
  })
})

describe('what explain shows for Huawei, HarmonyOS and Honor', () => {
  it.each([
    ['huawei', 'https://push-api.cloud.huawei.com/v1/1/messages:send', { 'content-type': 'application/json; charset=UTF-8' }],
    ['harmony', 'https://push-api.cloud.huawei.com/v3/1/messages:send', { 'content-type': 'application/json; charset=UTF-8', 'push-type': '0' }],
    ['honor', 'https://push-api.cloud.honor.com/api/v1/1/sendMessage', { 'content-type': 'application/json; charset=UTF-8' }],
  ] as const)('of %s: method, address and headers, without credentials and clock, the token hashed', async (name, url, headers) => {
    const { request } = await decide(message(), alice({ devices: [devices[name]] }))
    expect(request).toMatchObject({ channel: name, method: 'POST', url, headers, tokens: [expect.stringMatching(/^#[0-9a-f]{8}$/)] })
    expect(request?.headers).toEqual(headers)
    expect(JSON.stringify(request?.body)).toContain(request?.tokens[0])
    expect(JSON.stringify(request)).not.toContain('IQAAAACy0ABCDEF0123456789')
  })
})
