import type { Vendor } from '@rouse/sandbox'
import { expect } from 'vitest'
import { tokenOf } from './world.fixture.ts'

/** What of a push differs between the guide's examples. */
interface Shown {
  readonly title: string
  readonly body: string
  readonly ext?: string
  readonly apple: { readonly title: string; readonly sound: string }
}

const id = expect.any(String)
const number = expect.any(Number)
const app = 'com.example.chat'
const badgeClass = `${app}.MainActivity`

/**
 * What each channel's vendor gets, whole: by hand from the vendors' sheets. A chat message in the vendor's IM class, alive for a day,
 * whose click opens the app; the sender's sounds are heard on Apple's devices only. Fields whose value is JSON text are parsed.
 */
const requests = ({ title, body, ext, apple }: Shown): { readonly [channel in Vendor]: object } => {
  const data = ext === undefined ? undefined : JSON.stringify({ ext })
  const maybe = (name: string, value: unknown) => (ext === undefined ? {} : { [name]: value })
  return {
    apns: {
      aps: { alert: { title: apple.title, body }, sound: apple.sound, 'thread-id': 'bob', badge: 1 },
      ...maybe('ext', ext),
    },
    fcm: {
      message: {
        notification: { title, body },
        ...maybe('data', { ext }),
        android: { priority: 'HIGH', ttl: '86400s', notification: { tag: id, sound: 'default', notificationCount: 1 } },
        token: tokenOf('fcm'),
      },
    },
    huawei: {
      message: {
        ...maybe('data', data),
        android: {
          category: 'IM',
          ttl: '86400s',
          notification: { title, body, click_action: { type: 3 }, notify_id: number, badge: { class: badgeClass, add_num: 1 } },
        },
        token: [tokenOf('huawei')],
      },
    },
    harmony: {
      payload: {
        notification: {
          category: 'IM',
          title,
          body,
          clickAction: { actionType: 0, ...maybe('data', { ext }) },
          notifyId: number,
          // 32 characters of a hash: HarmonyOS shows one id once.
          appMessageId: expect.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_-]{31}$/),
          badge: { addNum: 1 },
        },
      },
      pushOptions: { ttl: 86_400 },
      target: { token: [tokenOf('harmony')] },
    },
    honor: {
      ...maybe('data', data),
      android: {
        ttl: '86400s',
        notification: { title, body, clickAction: { type: 3 }, importance: 'NORMAL', notifyId: number, badge: { badgeClass, addNum: 1 } },
      },
      token: [tokenOf('honor')],
    },
    xiaomi: {
      registration_id: tokenOf('xiaomi'),
      restricted_package_name: app,
      pass_through: '0',
      title,
      description: body,
      ...maybe('payload', data),
      notify_type: '-1',
      notify_id: id,
      time_to_live: '86400000',
      'extra.channel_id': 'chat',
      'extra.notify_effect': '1',
      'extra.jobkey': id,
    },
    oppo: {
      message: {
        target_type: 2,
        target_value: tokenOf('oppo'),
        verify_registration_id: true,
        notification: {
          app_message_id: id,
          title,
          content: body,
          style: 1,
          category: 'IM',
          badge_operation_type: 0,
          badge_message_count: 1,
          click_action_type: 0,
          ...maybe('action_parameters', data),
          off_line: true,
          off_line_ttl: 86_400,
          notify_id: number,
        },
      },
      auth_token: id,
    },
    vivo: {
      appId: number,
      notifyType: 4,
      title,
      content: body,
      timeToLive: 86_400,
      skipType: 1,
      classification: 1,
      category: 'IM',
      ...maybe('clientCustomMap', { ext }),
      notifyId: number,
      regId: tokenOf('vivo'),
      requestId: id,
    },
    meizu: {
      appId: id,
      pushIds: tokenOf('meizu'),
      messageJson: {
        noticeBarInfo: { noticeMsgType: 1, title, content: body },
        clickTypeInfo: { clickType: 0, ...maybe('parameters', { ext }) },
        pushTimeInfo: { offLine: 1, validTime: 24 },
        advanceInfo: { notifyKey: expect.stringMatching(/^.{8}$/) },
      },
      sign: id,
    },
  }
}

/** After the first example: the recipient's global sound is an Android resource, which no iPhone has. */
export const afterFirstExample = requests({ title: 'bob', body: 'a new msg from bob', apple: { title: 'bob', sound: 'default' } })

const second = { title: "I'm title", body: "I'm description", ext: '{"level":15,"task":"TASK15"}' }

/** The second example as it is printed: its iOS settings are never set. */
export const secondExamplePrinted = requests({ ...second, apple: { title: 'bob', sound: 'default' } })

/** The second example with its iOS settings set. */
export const secondExampleComplete = requests({ ...second, apple: { title: 'bob', sound: 'file' } })

const jsonText = new Set(['message', 'messageJson'])

/** A request's body with the fields parsed that are JSON text at the top of a form. */
export function readable(body: unknown): unknown {
  return Object.fromEntries(
    Object.entries(body as object).map(([name, value]) => [name, jsonText.has(name) && typeof value === 'string' ? JSON.parse(value) : value]),
  )
}
