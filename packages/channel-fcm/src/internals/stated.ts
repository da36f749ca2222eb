import { fitFields, type Json, type Note, type Notification } from '@rouse/core/channel'
import type { FcmSettings } from '../config.ts'
import type { FcmAndroid, FcmAndroidNotification, FcmMessage } from './message.ts'

/** What a message states for FCM alone, as far as it goes out, by where it stands in the request. */
export interface Stated {
  readonly message: Pick<FcmMessage, 'apns' | 'webpush' | 'fcmOptions'>
  readonly android: Pick<FcmAndroid, 'directBootOk' | 'bandwidthConstrainedOk' | 'restrictedPackageName' | 'fcmOptions'>
  readonly shown: FcmAndroidNotification
  readonly data: Readonly<Record<string, string>>
}

/** Settings that go out under their own name, by where they stand; those with texts of the message's own are apart. */
const plain = {
  shown: [
    'icon',
    'color',
    'clickAction',
    'sticky',
    'eventTime',
    'localOnly',
    'notificationPriority',
    'defaultSound',
    'defaultVibrateTimings',
    'defaultLightSettings',
    'vibrateTimings',
    'visibility',
    'lightSettings',
    'bypassProxyNotification',
    'proxy',
  ],
  android: ['restrictedPackageName', 'directBootOk', 'bandwidthConstrainedOk'],
  message: ['fcmOptions', 'apns', 'webpush'],
} as const

/** A localization key and its arguments go or stay together. */
const localized = (key: 'titleLocKey' | 'bodyLocKey', args: 'titleLocArgs' | 'bodyLocArgs', settings: FcmSettings): Json | undefined => {
  const [name, values] = [settings[key], settings[args]]
  return name === undefined ? undefined : { [key]: name, ...(values === undefined ? {} : { [args]: [...values] }) }
}

/**
 * The settings that fit `room` bytes together, in this order, with a note on what does not. Words and data of the message's own go out
 * with preview `full` alone, as its text does.
 */
export function statedOf({ templateText }: Notification, settings: FcmSettings, room: number, notes: Note[]): Stated {
  type Field = readonly [setting: string, wire: string, value: Json | undefined]
  const under = (place: keyof typeof plain): readonly Field[] => plain[place].map(name => [name, `${place} ${name}`, settings[name] as Json | undefined])
  const words: readonly Field[] = [
    ['titleLocKey', 'words title', localized('titleLocKey', 'titleLocArgs', settings)],
    ['bodyLocKey', 'words body', localized('bodyLocKey', 'bodyLocArgs', settings)],
    ['ticker', 'words ticker', settings.ticker === undefined ? undefined : { ticker: settings.ticker }],
  ]
  const data = Object.entries(settings.data ?? {})
  const label = settings.analyticsLabel
  const own: readonly Field[] = [...words, ...data.map(([key, value]): Field => [`data.${key}`, `data ${key}`, value])]
  const kept = Object.entries(
    fitFields(
      'fcm',
      room,
      [
        ...under('shown'),
        ...under('android'),
        ['analyticsLabel', 'android fcmOptions', label === undefined ? undefined : { analyticsLabel: label }],
        ...(templateText ? own : []),
        ...under('message'),
      ],
      notes,
    ),
  )
  if (!templateText) {
    const held = [...words.flatMap(([setting, , value]) => (value === undefined ? [] : [setting])), ...(data.length === 0 ? [] : ['data'])]
    if (held.length > 0) notes.push({ code: 'field-dropped', detail: `the recipient's preview keeps back vendors.fcm ${held.join(', ')}` })
  }
  const at = (place: string): Readonly<Record<string, Json>> =>
    Object.fromEntries(kept.flatMap(([wire, value]) => (wire.startsWith(`${place} `) ? [[wire.slice(place.length + 1), value]] : [])))
  return { message: at('message'), android: at('android'), shown: Object.assign({}, at('shown'), ...Object.values(at('words'))), data: at('data') } as Stated
}
