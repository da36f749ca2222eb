import { type Graphemes, type Note, type Notification, wellFormedJson } from '@rouse/core/channel'
import type { XiaomiApp, XiaomiOptions, XiaomiSettings } from '../config.ts'
import { ownKeyLimits } from '../limits.ts'
import type { ResolvedClass } from './class-of.ts'
import { clickOf } from './click.ts'
import { templateParams } from './template.ts'

type Field = readonly [name: string, value: string]

/** Vendor settings that go out as they are: setting to the name after `extra.`. */
const plain: readonly (readonly [keyof XiaomiSettings, string])[] = [
  ['notifyForeground', 'notify_foreground'],
  ['flowControl', 'flow_control'],
  ['locale', 'locale'],
  ['localeNotIn', 'locale_not_in'],
  ['model', 'model'],
  ['modelNotIn', 'model_not_in'],
  ['appVersion', 'app_version'],
  ['appVersionNotIn', 'app_version_not_in'],
  ['connpt', 'connpt'],
]

/** Everything under `extra.`, in the sheet's order. Source: docs/vendors/xiaomi.md, "Form fields". */
export function extraFields(
  notification: Notification,
  app: XiaomiApp,
  options: XiaomiOptions,
  resolved: ResolvedClass,
  jobkey: string,
  notes: Note[],
  graphemes: Graphemes,
): readonly Field[] {
  const settings = notification.vendor as XiaomiSettings
  const fields: [string, string][] = []
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined) fields.push([`extra.${name}`, `${value}`.toWellFormed()])
  }
  add('channel_id', resolved.channelId)
  const { template } = resolved
  if (template !== undefined) {
    add('template_id', template.id)
    add('template_param', wellFormedJson(templateParams(template.params, notification, options.emojiText ?? '[emoji]', graphemes)))
    notes.push({ code: 'template-used', detail: `Xiaomi builds title and text from template "${template.id}", without emoji and symbols` })
  }
  add('channel_name', resolved.channelName)
  add('channel_description', resolved.channelDescription)
  for (const [name, value] of clickOf(notification, app, notes)) add(name, value)
  if (notification.sound.kind === 'file') add('sound_uri', `android.resource://${app.packageName ?? app.app}/raw/${notification.sound.name}`)
  add('jobkey', jobkey)
  if (notification.ttl === 0 || settings.onlySendOnce === 1) add('only_send_once', 1)
  addCallback(app, add)
  for (const [setting, name] of plain) add(name, settings[setting] as string | number | undefined)
  addOwnWords(notification, settings, add, notes)
  return fields
}

type Add = (name: string, value: string | number | undefined) => void

/** Words and data of the message's own: with preview `full` alone, as its text. */
function addOwnWords({ templateText }: Notification, { ticker, extra }: XiaomiSettings, add: Add, notes: Note[]): void {
  if (templateText) {
    add('ticker', ticker)
    addOwnKeys(extra ?? {}, add, notes)
    return
  }
  const held = [...(ticker === undefined ? [] : ['ticker']), ...(extra === undefined ? [] : ['extra'])]
  if (held.length > 0) notes.push({ code: 'field-dropped', detail: `the recipient's preview keeps back vendors.xiaomi ${held.join(', ')}` })
}

const everyReceipt = 1 + 2 + 16 + 32 + 128 + 1024

function addCallback({ callback }: XiaomiApp, add: Add): void {
  if (callback === undefined) return
  add('callback', callback.url)
  add('callback.param', callback.param)
  add('callback.type', callback.type ?? everyReceipt)
}

/** The host's own keys as long as they fit together; the rest is left out, for Xiaomi would refuse the whole push. */
function addOwnKeys(extra: Readonly<Record<string, string>>, add: Add, notes: Note[]): void {
  let left: number = ownKeyLimits.characters
  const dropped: string[] = []
  for (const [key, value] of Object.entries(extra)) {
    if (key.length + value.length > left) {
      dropped.push(key)
      continue
    }
    left -= key.length + value.length
    add(key, value)
  }
  if (dropped.length > 0) {
    notes.push({
      code: 'field-dropped',
      detail: `vendors.xiaomi.extra is over ${ownKeyLimits.characters} characters: left out ${dropped.join(', ')}`.toWellFormed(),
    })
  }
}
