import { TIMMessage, type TIMMessageOfflinePushSettings, TIMTextElem, type Tim } from './index.ts'

const packageName = 'com.example.chat'
const getPackageName = () => packageName
/** What Android's build makes of `res/raw`: numbers. */
const R = { raw: { dudulu: 2131623936, hualala: 2131623937 } }

/** The guide's first example, "Configuring global offline push settings", line by line. */
export function configureGlobalSettings({ TIMOfflinePushSettings, TIMManager, Uri }: Tim): void {
  const settings = new TIMOfflinePushSettings()
  settings.setEnabled(true)
  settings.setC2cMsgRemindSound(Uri.parse(`android.resource://${getPackageName()}/${R.raw.dudulu}`))
  settings.setGroupMsgRemindSound(Uri.parse(`android.resource://${getPackageName()}/${R.raw.dudulu}`))

  TIMManager.getInstance().setOfflinePushSettings(settings)
}

/** The guide's second example, "Setting offline push for a single message", up to the sending. */
export function constructMessage(tim: Tim, selfId: string): TIMMessage {
  const msg = new tim.TIMMessage()

  const elem = new tim.TIMTextElem()
  elem.setText(`a new msg from ${selfId}`)
  if (msg.addElement(elem) !== 0) throw new Error('addElement failed')

  const settings = new tim.TIMMessageOfflinePushSettings()
  settings.setEnabled(true)
  settings.setDescr("I'm description")
  const object = { level: 15, task: 'TASK15' }
  settings.setExt(new TextEncoder().encode(JSON.stringify(object)))

  const androidSettings = new tim.TIMMessageOfflinePushSettings.AndroidSettings()
  androidSettings.setTitle("I'm title")
  androidSettings.setNotifyMode(tim.TIMMessageOfflinePushSettings.NotifyMode.Normal)
  androidSettings.setSound(tim.Uri.parse(`android.resource://${getPackageName()}/${R.raw.hualala}`))
  settings.setAndroidSettings(androidSettings)

  const iosSettings = new tim.TIMMessageOfflinePushSettings.IOSSettings()
  iosSettings.setBadgeEnabled(true)
  iosSettings.setSound('/path/to/sound/file')
  settings.setIosSettings(iosSettings)

  msg.setOfflinePushSettings(settings)
  return msg
}

/** A text message; what it states about its push is for `state` to say. */
export function textMessage(text: string, settings?: TIMMessageOfflinePushSettings): TIMMessage {
  const message = new TIMMessage()
  const element = new TIMTextElem()
  element.setText(text)
  message.addElement(element)
  if (settings !== undefined) message.setOfflinePushSettings(settings)
  return message
}
