import type { Engine } from '@rouse/core'
import { createTim, createTimHandler, hmacUserSig, type TIMMessage, type Tim, type TimDevice } from '@rouse/tim'

/** A chat server in this process; bob sends from a server, alice has a phone with a push token. */
export function start(engine: Engine, phone: TimDevice): { readonly bob: Tim; readonly alice: Tim } {
  const bob = createTim({ engine })
  const alice = createTim({ server: bob.server, device: phone })
  bob.TIMManager.getInstance().login('bob', 'usersig of bob')
  alice.TIMManager.getInstance().login('alice', 'usersig of alice')
  return { bob, alice }
}

/** The guide's first example: what holds for every message to whoever is logged in. */
export function configureGlobally({ TIMManager, TIMOfflinePushSettings, Uri }: Tim, packageName: string): void {
  const settings = new TIMOfflinePushSettings()
  settings.setEnabled(true)
  settings.setC2cMsgRemindSound(Uri.parse(`android.resource://${packageName}/raw/dudulu`))
  settings.setGroupMsgRemindSound(Uri.parse(`android.resource://${packageName}/raw/dudulu`))
  TIMManager.getInstance().setOfflinePushSettings(settings)
}

/** The guide's second example: what holds for one message. Resolves once it is taken over. */
export function sendDescribed(tim: Tim, peer: string, packageName: string): Promise<TIMMessage> {
  const { TIMManager, TIMConversationType, TIMMessage, TIMMessageOfflinePushSettings, TIMTextElem, Uri } = tim
  const msg = new TIMMessage()
  const elem = new TIMTextElem()
  elem.setText(`a new msg from ${TIMManager.getInstance().getLoginUser()}`)
  if (msg.addElement(elem) !== 0) throw new Error('addElement failed')

  const settings = new TIMMessageOfflinePushSettings()
  settings.setEnabled(true)
  settings.setDescr("I'm description")
  settings.setExt(new TextEncoder().encode(JSON.stringify({ level: 15, task: 'TASK15' })))

  const android = new TIMMessageOfflinePushSettings.AndroidSettings()
  android.setTitle("I'm title")
  android.setNotifyMode(TIMMessageOfflinePushSettings.NotifyMode.Normal)
  android.setSound(Uri.parse(`android.resource://${packageName}/raw/hualala`))
  settings.setAndroidSettings(android)

  const ios = new TIMMessageOfflinePushSettings.IOSSettings()
  ios.setBadgeEnabled(true)
  ios.setSound('/path/to/sound/file')
  settings.setIosSettings(ios)
  msg.setOfflinePushSettings(settings)

  const conversation = TIMManager.getInstance().getConversation(TIMConversationType.C2C, peer)
  return new Promise((resolve, reject) => {
    conversation.sendMessage(msg, { onSuccess: resolve, onError: (code, desc) => reject(new Error(`send message failed. code: ${code} errmsg: ${desc}`)) })
  })
}

/** Tencent's REST calls into the same chat server, for an HTTP server that speaks Request and Response. */
export const restOf = ({ server }: Tim, sdkAppId: number, secretKey: string): ((request: Request) => Promise<Response>) =>
  createTimHandler({ server, checkUserSig: hmacUserSig({ sdkAppId, secretKey }) })
