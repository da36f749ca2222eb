import { readFile } from 'node:fs/promises'
import type { Json, PushSettings, Recipient } from '@rouse/core'
import { createExplainer, type Explainer } from '@rouse/core/policy'
import { startSandbox, type Vendor, vendors } from '@rouse/sandbox'
import { samples } from '@rouse/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { message, now } from './scene.fixture.ts'
import { vendorSetups } from './vendor-setups.fixture.ts'

/** What a click opens in notify mode `custom`, and the launcher that shows a badge: from each vendor's app entry. */
const entries: Readonly<Record<Vendor, object>> = {
  apns: {},
  fcm: { clickAction: 'OPEN' },
  huawei: { clickIntent: 'intent:#Intent;component=a/.H;end', badgeClass: 'a.Main' },
  harmony: {},
  honor: { clickIntent: 'intent:#Intent;component=a/.O;end', badgeClass: 'a.Main' },
  xiaomi: { clickIntent: 'intent:#Intent;component=a/.X;end' },
  oppo: { clickIntent: 'intent:#Intent;component=a/.P;end' },
  vivo: { clickIntent: 'intent:#Intent;component=a/.V;end' },
  meizu: { clickActivity: 'a.Open' },
}

let explainer: Explainer
beforeAll(async () => {
  const sandbox = await startSandbox()
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { channels: Record<Vendor, { apps: readonly object[] }> }
  await sandbox.close()
  const channels = vendors.map(vendor => {
    const own = config.channels[vendor]
    return vendorSetups[vendor].make({ ...own, apps: own.apps.map(entry => ({ ...entry, ...entries[vendor] })) } as never)
  })
  explainer = createExplainer({ channels, clock: () => Date.parse(now) })
})

/** Where each vendor keeps a thing: a path below the body, or a header after `#`. */
type Place = string
const at = (body: Json | undefined, headers: Readonly<Record<string, string>>, place: Place): unknown =>
  place.startsWith('#')
    ? headers[place.slice(1)]
    : place.split('.').reduce<unknown>((held, key) => (held as Record<string, unknown> | undefined)?.[key.replaceAll('·', '.')], body)

/** What a vendor gets at these places; undefined: nothing is there. `notes`: exactly these, but for those on the sandbox's own classes: `category-mapped` of OPPO, `template-missing` of Xiaomi. */
type Expected = { readonly [place: Place]: unknown } & { readonly notes?: readonly string[] }

async function check(vendor: Vendor, push: PushSettings, { notes = [], ...places }: Expected, unread: number | null): Promise<void> {
  const who: Recipient = { id: 'alice', devices: [samples.sampleDevices[vendor]], ...(unread === null ? {} : { unread }) }
  const [decision] = await explainer.explain(message({ push }), who)
  const { body, headers = {} } = decision?.request ?? {}
  const found = Object.fromEntries(Object.keys(places).map(place => [place, at(body, headers, place)]))
  const told = decision?.notes.map(({ code }) => code).filter(code => code !== 'category-mapped' && code !== 'template-missing')
  expect({ ...found, notes: told }).toEqual({ ...places, notes })
}

interface Row {
  readonly what: string
  readonly push: PushSettings
  readonly unread?: number | null
  readonly of: Readonly<Record<Vendor, Expected>>
}

const fcm = 'message.android'
const notification = 'message.android.notification'
const silent = { silent: true } as const
const unsupported = { notes: ['silent-unsupported'] }
const toApp = { notes: ['notify-mode-unsupported'] }
const adjusted = { notes: ['ttl-adjusted'] }
const url = 'https://example.com/x'
const intent = 'intent:#Intent;component=a/.B;end'
const fifteenDays = 15 * 86_400

/** The rows of the semantics that say where a neutral word goes at each vendor. */
const rows: readonly Row[] = [
  {
    what: 'silent: neither sound nor vibration, or a note where a vendor cannot',
    push: { ios: { sound: silent }, android: { sound: silent } },
    of: {
      apns: { 'aps.sound': undefined },
      fcm: unsupported,
      huawei: { [`${notification}.importance`]: 'LOW' },
      harmony: unsupported,
      honor: unsupported,
      xiaomi: { notify_type: '0' },
      oppo: unsupported,
      vivo: { notifyType: 1 },
      meizu: { 'messageJson.advanceInfo.notificationType': { vibrate: 0, sound: 0 } },
    },
  },
  {
    what: 'a sound of its own: on APNs alone, by default',
    push: { ios: { sound: '/path/to/dudulu.caf' }, android: { sound: 'android.resource://com.example.chat/raw/dudulu' } },
    of: {
      apns: { 'aps.sound': 'dudulu.caf' },
      ...(Object.fromEntries(vendors.slice(1).map(vendor => [vendor, { notes: ['sound-unsupported'] }])) as unknown as Record<
        Exclude<Vendor, 'apns'>,
        Expected
      >),
    },
  },
  {
    what: 'ext, and notify mode custom: the app gets it, by the target that config names',
    push: { ext: '{"level":15}', android: { notifyMode: 'custom' } },
    of: {
      apns: { ext: '{"level":15}', extEncoding: undefined },
      fcm: { 'message.data': { ext: '{"level":15}' }, [`${notification}.clickAction`]: 'OPEN' },
      huawei: {
        'message.data': '{"ext":"{\\"level\\":15}"}',
        [`${notification}.click_action`]: { type: 1, intent: 'intent:#Intent;component=a/.H;end' },
      },
      harmony: { 'payload.notification.clickAction': { actionType: 0, data: { ext: '{"level":15}' } } },
      honor: {
        data: '{"ext":"{\\"level\\":15}"}',
        'android.notification.clickAction': { type: 1, intent: 'intent:#Intent;component=a/.O;end' },
      },
      xiaomi: {
        payload: '{"ext":"{\\"level\\":15}"}',
        extra·notify_effect: '2',
        extra·intent_uri: 'intent:#Intent;component=a/.X;end',
      },
      oppo: {
        'message.notification.action_parameters': '{"ext":"{\\"level\\":15}"}',
        'message.notification.click_action_type': 5,
        'message.notification.click_action_url': 'intent:#Intent;component=a/.P;end',
      },
      vivo: { clientCustomMap: { ext: '{"level":15}' }, skipType: 4, skipContent: 'intent:#Intent;component=a/.V;end' },
      meizu: { 'messageJson.clickTypeInfo': { clickType: 1, activity: 'a.Open', parameters: { ext: '{"level":15}' } } },
    },
  },
  {
    what: 'an ext of bytes: base64, and said so',
    push: { ext: { base64: '//8A' } },
    of: {
      apns: { ext: '//8A', extEncoding: 'base64' },
      fcm: { 'message.data': { ext: '//8A', extEncoding: 'base64' } },
      huawei: { 'message.data': '{"ext":"//8A","extEncoding":"base64"}' },
      harmony: { 'payload.notification.clickAction.data': { ext: '//8A', extEncoding: 'base64' } },
      honor: { data: '{"ext":"//8A","extEncoding":"base64"}' },
      xiaomi: { payload: '{"ext":"//8A","extEncoding":"base64"}' },
      oppo: { 'message.notification.action_parameters': '{"ext":"//8A","extEncoding":"base64"}' },
      vivo: { clientCustomMap: { ext: '//8A', extEncoding: 'base64' } },
      meizu: { 'messageJson.clickTypeInfo.parameters': { ext: '//8A', extEncoding: 'base64' } },
    },
  },
  {
    what: 'a stated clickUrl wins, and needs no mode',
    push: { android: { clickUrl: url } },
    of: {
      apns: {},
      fcm: toApp,
      huawei: { [`${notification}.click_action`]: { type: 2, url } },
      harmony: { 'payload.notification.clickAction': { actionType: 1, uri: url } },
      honor: { 'android.notification.clickAction': { type: 2, url } },
      xiaomi: { extra·notify_effect: '3', extra·web_uri: url },
      oppo: { 'message.notification.click_action_type': 2, 'message.notification.click_action_url': url },
      vivo: { skipType: 2, skipContent: url },
      meizu: { 'messageJson.clickTypeInfo': { clickType: 2, url } },
    },
  },
  {
    what: 'a stated clickIntent',
    push: { android: { clickIntent: intent } },
    of: {
      apns: {},
      fcm: toApp,
      huawei: { [`${notification}.click_action`]: { type: 1, intent } },
      harmony: { 'payload.notification.clickAction': { actionType: 0 }, ...toApp },
      honor: { 'android.notification.clickAction': { type: 1, intent } },
      xiaomi: { extra·notify_effect: '2', extra·intent_uri: intent },
      oppo: { 'message.notification.click_action_type': 5, 'message.notification.click_action_url': intent },
      vivo: { skipType: 4, skipContent: intent },
      meizu: { 'messageJson.clickTypeInfo': { clickType: 2, url: intent } },
    },
  },
  {
    what: 'the badge: the count, or one more, or none',
    push: {},
    of: {
      apns: { 'aps.badge': 7 },
      fcm: { [`${notification}.notificationCount`]: 7 },
      huawei: { [`${notification}.badge`]: { class: 'a.Main', add_num: 1 } },
      harmony: { 'payload.notification.badge': { addNum: 1 } },
      honor: { 'android.notification.badge': { badgeClass: 'a.Main', addNum: 1 } },
      xiaomi: { extra·badge: undefined },
      oppo: { 'message.notification.badge': undefined },
      vivo: { badge: undefined },
      meizu: { 'messageJson.badge': undefined },
    },
  },
  {
    what: 'a badge of 0 clears, in add mode too',
    push: {},
    unread: 0,
    of: {
      apns: { 'aps.badge': 0 },
      fcm: { [`${notification}.notificationCount`]: 0 },
      huawei: { [`${notification}.badge`]: { class: 'a.Main', set_num: 0 } },
      harmony: { 'payload.notification.badge': { setNum: 0 } },
      honor: { 'android.notification.badge': { badgeClass: 'a.Main', setNum: 0 } },
      xiaomi: {},
      oppo: {},
      vivo: {},
      meizu: {},
    },
  },
  {
    what: 'an unknown count: left out where it is absolute, one more where it is added',
    push: {},
    unread: null,
    of: {
      apns: { 'aps.badge': undefined },
      fcm: { [`${notification}.notificationCount`]: undefined },
      huawei: { [`${notification}.badge`]: { class: 'a.Main', add_num: 1 } },
      harmony: { 'payload.notification.badge': { addNum: 1 } },
      honor: { 'android.notification.badge': { badgeClass: 'a.Main', addNum: 1 } },
      xiaomi: {},
      oppo: {},
      vivo: {},
      meizu: {},
    },
  },
  {
    what: 'badge false: the key is left out',
    push: { badge: false },
    of: {
      apns: { 'aps.badge': undefined },
      fcm: { [`${notification}.notificationCount`]: undefined },
      huawei: { [`${notification}.badge`]: undefined },
      harmony: { 'payload.notification.badge': undefined },
      honor: { 'android.notification.badge': undefined },
      xiaomi: {},
      oppo: {},
      vivo: {},
      meizu: {},
    },
  },
  {
    what: 'ttl not stated: a day',
    push: {},
    of: {
      apns: { '#apns-expiration': `${Date.parse(now) / 1000 + 86_400}` },
      fcm: { [`${fcm}.ttl`]: '86400s' },
      huawei: { [`${fcm}.ttl`]: '86400s' },
      harmony: { 'pushOptions.ttl': 86_400 },
      honor: { 'android.ttl': '86400s' },
      xiaomi: { time_to_live: '86400000' },
      oppo: { 'message.notification.off_line_ttl': 86_400 },
      vivo: { timeToLive: 86_400 },
      meizu: { 'messageJson.pushTimeInfo': { offLine: 1, validTime: 24 } },
    },
  },
  {
    what: 'ttl 0: now or never, or the least there is, with a note',
    push: { ttl: 0 },
    of: {
      apns: { '#apns-expiration': '0' },
      fcm: { [`${fcm}.ttl`]: '0s' },
      huawei: { [`${fcm}.ttl`]: '1s', ...adjusted },
      harmony: { 'pushOptions.ttl': 1, ...adjusted },
      honor: { 'android.ttl': '1s', ...adjusted },
      xiaomi: { extra·only_send_once: '1' },
      oppo: { 'message.notification.off_line': false },
      vivo: { sendOnline: true },
      meizu: { 'messageJson.pushTimeInfo': { offLine: 0 } },
    },
  },
  {
    what: 'a ttl of 30 days: the top of each vendor’s range',
    push: { ttl: 30 * 86_400 },
    of: {
      apns: { '#apns-expiration': `${Date.parse(now) / 1000 + 30 * 86_400}` },
      fcm: { [`${fcm}.ttl`]: `${28 * 86_400}s`, ...adjusted },
      huawei: { [`${fcm}.ttl`]: `${fifteenDays}s`, ...adjusted },
      harmony: { 'pushOptions.ttl': fifteenDays, ...adjusted },
      honor: { 'android.ttl': `${fifteenDays}s`, ...adjusted },
      xiaomi: { time_to_live: `${10 * 86_400_000}`, ...adjusted },
      oppo: { 'message.notification.off_line_ttl': 10 * 86_400, ...adjusted },
      vivo: { timeToLive: 86_400, ...adjusted },
      meizu: { 'messageJson.pushTimeInfo': { offLine: 1, validTime: 72 }, ...adjusted },
    },
  },
  {
    what: 'a replace id on every push, of the message; a collapse key of the vendor’s only where one is stated',
    push: {},
    of: {
      apns: { '#apns-collapse-id': 'msg-1' },
      fcm: { [`${notification}.tag`]: 'msg-1', [`${fcm}.collapseKey`]: undefined },
      huawei: { [`${notification}.notify_id`]: 973_988_730, [`${fcm}.collapse_key`]: undefined },
      harmony: { 'payload.notification.notifyId': 973_988_730, 'pushOptions.collapseKey': undefined },
      honor: { 'android.notification.notifyId': 973_988_730 },
      xiaomi: { notify_id: '973988730' },
      oppo: { 'message.notification.notify_id': 973_988_730 },
      vivo: { notifyId: 973_988_730 },
      meizu: { 'messageJson.advanceInfo.notifyKey': expect.stringMatching(/^[\w-]{8}$/) },
    },
  },
  {
    what: 'a stated collapseKey takes its place; android.channelId and importance go where there is one',
    push: { collapseKey: 'k', android: { channelId: 'alarms', importance: 'low' } },
    of: {
      apns: { '#apns-collapse-id': 'k' },
      fcm: {
        [`${notification}.tag`]: 'k',
        [`${fcm}.collapseKey`]: 'k',
        [`${notification}.channelId`]: 'alarms',
        [`${notification}.notificationPriority`]: 'PRIORITY_LOW',
      },
      huawei: {
        [`${notification}.notify_id`]: 39_109_418,
        [`${fcm}.collapse_key`]: 18,
        [`${notification}.channel_id`]: 'alarms',
        [`${notification}.importance`]: 'LOW',
      },
      harmony: { 'payload.notification.notifyId': 39_109_418, 'pushOptions.collapseKey': 18 },
      honor: { 'android.notification.notifyId': 39_109_418, 'android.notification.importance': 'LOW' },
      // The sandbox's config names a channel, which comes first.
      xiaomi: { notify_id: '39109418', extra·channel_id: 'chat' },
      oppo: { 'message.notification.notify_id': 39_109_418, 'message.notification.channel_id': 'alarms' },
      vivo: { notifyId: 39_109_418 },
      meizu: { 'messageJson.advanceInfo.notifyKey': expect.stringMatching(/^[\w-]{8}$/) },
    },
  },
  {
    what: 'category im, the default: filed as chat, so that it is neither throttled nor silent',
    push: {},
    of: {
      apns: {},
      fcm: { [`${fcm}.priority`]: 'HIGH' },
      huawei: { [`${fcm}.category`]: 'IM' },
      harmony: { 'payload.notification.category': 'IM' },
      honor: { 'android.notification.importance': 'NORMAL' },
      xiaomi: { extra·channel_id: 'chat' },
      // Until config says that it is approved: code 67 refuses the push for one that is not.
      oppo: { 'message.notification.category': 'IM' },
      vivo: { classification: 1, category: 'IM' },
      meizu: { 'messageJson.noticeBarInfo.noticeMsgType': 1 },
    },
  },
  {
    what: 'category marketing: filed as such',
    push: { category: 'marketing' },
    of: {
      apns: {},
      fcm: {},
      huawei: { [`${fcm}.category`]: 'MARKETING' },
      harmony: { 'payload.notification.category': 'MARKETING' },
      honor: { 'android.notification.importance': 'LOW' },
      xiaomi: {},
      oppo: { 'message.notification.category': undefined },
      vivo: { classification: 0, category: 'MARKETING' },
      meizu: { 'messageJson.noticeBarInfo.noticeMsgType': 0 },
    },
  },
]

describe.each(rows)('$what', ({ push, unread = 7, of }) => {
  it.each(vendors)('%s', vendor => check(vendor, push, of[vendor], unread))
})

describe.each(['sender', 'none'] as const)('preview %s', preview => {
  const stated: PushSettings = {
    title: 'a stated title',
    ios: { subtitle: 'a stated subtitle' },
    image: 'https://example.com/stated.png',
    ext: 'stated ext',
    android: { clickUrl: 'https://example.com/stated' },
  }

  it.each(vendors)('goes to %s without subtitle, image, URL and ext, which go with "full" alone', async vendor => {
    const said = async (who: Partial<Recipient>) => {
      const [decision] = await explainer.explain(message({ push: stated }), { id: 'alice', devices: [samples.sampleDevices[vendor]], ...who })
      return JSON.stringify(decision?.request)
    }
    expect(await said({})).toContain('stated ext')
    const shown = await said({ preview })
    expect(shown.includes('a stated title')).toBe(preview === 'sender')
    for (const words of ['hello', 'subtitle', 'stated.png', 'stated ext', 'example.com/stated']) expect(shown).not.toContain(words)
    expect(shown).toContain('New message')
  })
})
