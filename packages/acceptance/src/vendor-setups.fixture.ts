import { apns, validateApnsPayload } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm, validateFcmPayload } from '@rouse/channel-fcm'
import type { AnyChannel, Json } from '@rouse/core'
import type { Validator } from '@rouse/core/channel'
import type { Vendor } from '@rouse/sandbox'
import { samples } from '@rouse/testkit'

type Fields = Readonly<Record<string, unknown>>

/** How one vendor's channel and emulator are set up for a law. */
export interface VendorSetup {
  readonly make: (config: never) => AnyChannel
  readonly validate: Validator
  /** What makes the emulator no milder than the vendor can be. */
  readonly strict?: Readonly<Record<string, Json>>
  /** Config beside the sandbox's own that switches all on, and the emulator's switches for it. */
  readonly full: { readonly options?: Fields; readonly entry?: Fields; readonly switches?: Readonly<Record<string, Json>> }
}

const clickIntent = 'intent:#Intent;component=com.example.chat/.Main;end'
const longIntent = `intent:#Intent;S.x=${'x'.repeat(640)};end`
const badgeClass = `a.${'B'.repeat(250)}`
const callback = { url: 'https://example.com/receipts', param: 'p' }
const xiaomiClasses = {
  im: { channelId: 'chat', channelName: 'Chats', template: { id: 'T1', params: { who: '{sender}', text: '{body}' } } },
  'im:group': { channelId: 'groups', template: { id: 'T2', params: { group: '{conversation}', text: '{sender}: {body}' } } },
  marketing: { channelId: 'offers' },
  '*': { channelId: 'other', template: { id: 'T3', params: { title: '{title}' } } },
}
const oppoClasses = {
  im: { category: 'IM', notifyLevel: 2, channelId: 'chat', template: { id: 'T1', titleParams: { name: '{sender}' }, contentParams: { text: '{body}' } } },
  '*': { category: 'NEWS', notifyLevel: 16 },
}

/** All nine. */
export const vendorSetups: Readonly<Record<Vendor, VendorSetup>> = {
  apns: { make: apns, validate: validateApnsPayload, full: { options: { addIds: true, imageKey: 'picture' } } },
  fcm: {
    make: fcm,
    validate: validateFcmPayload,
    full: { options: { addIds: true, customSounds: true }, entry: { clickAction: 'OPEN', restrictedPackageName: samples.sampleApp } },
  },
  huawei: {
    make: cn.huawei,
    validate: cn.validateHuaweiPayload,
    full: { options: { badge: 'absolute', customSounds: true, addIds: true }, entry: { clickIntent: longIntent, badgeClass } },
  },
  harmony: {
    make: cn.harmony,
    validate: cn.validateHarmonyPayload,
    full: { options: { badge: 'absolute', customSounds: true, soundSuffix: '.mp3', addIds: true }, entry: { clickUri: `https://${'x'.repeat(500)}` } },
  },
  honor: {
    make: cn.honor,
    validate: cn.validateHonorPayload,
    full: { options: { badge: 'absolute', addIds: true, notifyIdAs: 'text' }, entry: { clickIntent: longIntent, badgeClass } },
  },
  xiaomi: {
    make: cn.xiaomi,
    validate: cn.validateXiaomiPayload,
    strict: { strictNotifyId: true },
    full: {
      options: { addIds: true, customSounds: true, badge: true, apiVersion: 4 },
      entry: { classes: xiaomiClasses, clickIntent, callback },
      switches: { publicChannels: 'offers' },
    },
  },
  oppo: {
    make: cn.oppo,
    validate: cn.validateOppoPayload,
    // Of its classes OPPO then refuses all but one, and the banner: what it says so is sent again without.
    full: {
      options: { style: 2, contentLength: 200, addIds: true, authTokenIn: 'header', broadcastFrom: 2, leastTtl: 1 },
      entry: { classes: oppoClasses, clickIntent, callback },
      switches: { approved: 'IM', bannerGranted: false, contentLength: 200 },
    },
  },
  vivo: {
    make: cn.vivo,
    validate: cn.validateVivoPayload,
    strict: { testDevices: '*' },
    full: {
      options: { addIds: true, badge: true, counting: 'han-double', longestTtl: 604_800, pushMode: 1, nearest: { travel: 'news' } },
      entry: { clickIntent, callback: { ...callback, id: '7' } },
      switches: { olderCount: true },
    },
  },
  meizu: {
    make: cn.meizu,
    validate: cn.validateMeizuPayload,
    strict: { emojiCountTwo: true },
    full: { options: { addIds: true, parametersBytes: 2048, taskFrom: 2 }, entry: { clickActivity: 'com.example.chat.Open', callback } },
  },
}
