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

/**
 * The guide's second example, "Setting offline push for a single message", up to the sending. As it is printed it makes settings
 * for iOS and never sets them; `complete` adds the line that it must have meant.
 */
export function constructMessage(tim: Tim, selfId: string, { complete }: { readonly complete: boolean }): TIMMessage {
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
  if (complete) settings.setIosSettings(iosSettings)

  msg.setOfflinePushSettings(settings)
  return msg
}

/** How the guide's second example ends: it sends the message in a one-to-one conversation, and hears what became of it. */
export function sendMessage(tim: Tim, msg: TIMMessage, peer: string): Promise<TIMMessage> {
  const conversation = tim.TIMManager.getInstance().getConversation(tim.TIMConversationType.C2C, peer)
  return new Promise((resolve, reject) => {
    conversation.sendMessage(
      msg,
      new (class extends tim.TIMValueCallBack<TIMMessage> {
        override onError(code: number, desc: string) {
          reject(new Error(`send message failed. code: ${code} errmsg: ${desc}`))
        }
        override onSuccess(sent: TIMMessage) {
          resolve(sent)
        }
      })(),
    )
  })
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
