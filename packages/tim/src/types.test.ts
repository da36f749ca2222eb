import type { Engine, GlobalSettings, PushSettings } from '@rouse/core'
import { describe, expectTypeOf, it } from 'vitest'
import type * as unbound from './index.ts'
import {
  createChatServer,
  createTim,
  createTimHandler,
  hmacUserSig,
  TIMManager,
  TIMMessage,
  TIMMessageOfflinePushSettings,
  TIMOfflinePushSettings,
  TIMTextElem,
} from './index.ts'
import { recordingEngine } from './recording.fixture.ts'

/** What nobody calls: it is there to be compiled. Each `@ts-expect-error` fails the check of types if its line compiles. */
const uncalled = (_: () => void): void => {}

describe('types', () => {
  it('the nested classes are classes and types, unbound and bound', () => {
    const { TIMMessageOfflinePushSettings: Bound } = createTim(recordingEngine())
    expectTypeOf(new Bound.AndroidSettings()).toEqualTypeOf<TIMMessageOfflinePushSettings.AndroidSettings>()
    expectTypeOf(new TIMMessageOfflinePushSettings.IOSSettings()).toEqualTypeOf<TIMMessageOfflinePushSettings.IOSSettings>()
    expectTypeOf(Bound.NotifyMode.Normal).toExtend<TIMMessageOfflinePushSettings.NotifyMode>()
    expectTypeOf<TIMMessageOfflinePushSettings.NotifyMode>().toEqualTypeOf<'Normal' | 'Custom'>()
    expectTypeOf(Bound.IOSSettings.NO_SOUND_NO_VIBRATION).toExtend<string>()
    expectTypeOf(new Bound().stated()).toEqualTypeOf<PushSettings>()
    expectTypeOf(new TIMOfflinePushSettings().stated()).toEqualTypeOf<GlobalSettings>()
  })

  it('createTim gives every class that the package exports, as the same type', () => {
    type Exported = Extract<keyof typeof unbound, `TIM${string}` | 'Uri'>
    expectTypeOf<Exclude<Exported, keyof unbound.Tim>>().toBeNever()
    expectTypeOf<Pick<unbound.Tim, Exported>>().toEqualTypeOf<Readonly<Pick<typeof unbound, Exported>>>()
  })

  it('getters answer null where the guide does, and nothing else that is empty', () => {
    expectTypeOf<ReturnType<TIMMessage['getOfflinePushSettings']>>().toEqualTypeOf<TIMMessageOfflinePushSettings | null>()
    expectTypeOf<ReturnType<TIMMessageOfflinePushSettings['getExt']>>().toEqualTypeOf<Uint8Array | null>()
    expectTypeOf<ReturnType<TIMOfflinePushSettings['getC2cMsgRemindSound']>>().toEqualTypeOf<string | null>()
    expectTypeOf<ReturnType<TIMOfflinePushSettings['isEnabled']>>().toEqualTypeOf<boolean>()
    expectTypeOf<ReturnType<TIMMessage['addElement']>>().toEqualTypeOf<number>()
  })

  it('a wrong call does not compile', () => {
    uncalled(() => {
      const settings = new TIMOfflinePushSettings()
      // @ts-expect-error a word is no boolean
      settings.setEnabled('yes')
      // @ts-expect-error a sound is text
      settings.setC2cMsgRemindSound(7)

      const single = new TIMMessageOfflinePushSettings()
      // @ts-expect-error ext is bytes: encode the text
      single.setExt('{"level":15}')
      // @ts-expect-error iOS settings are no Android settings
      single.setAndroidSettings(new TIMMessageOfflinePushSettings.IOSSettings())
      // @ts-expect-error there are two modes
      new TIMMessageOfflinePushSettings.AndroidSettings().setNotifyMode('Loud')
      // @ts-expect-error global settings are not a message's
      new TIMMessage().setOfflinePushSettings(settings)
      // @ts-expect-error text is no element
      new TIMMessage().addElement('hello')
      // @ts-expect-error an element's text is text
      new TIMTextElem().setText(7)

      const manager = TIMManager.getInstance()
      // @ts-expect-error a message's settings are not global ones
      manager.setOfflinePushSettings(single)
      // @ts-expect-error somebody must hear the answer
      manager.getOfflinePushSettings()
      // @ts-expect-error a conversation has a type of TIMConversationType
      manager.getConversation('room', 'alice')
      // @ts-expect-error who logs in shows a signature
      manager.login('alice')
      const conversation = manager.getConversation('C2C', 'alice')
      // @ts-expect-error what is sent is a TIMMessage
      conversation.sendMessage('hello')
      // @ts-expect-error a callback hears of errors too
      conversation.sendMessage(new TIMMessage(), { onSuccess() {} })
      // @ts-expect-error what a callback is given is the message
      conversation.sendMessage(new TIMMessage(), { onSuccess(_sent: string) {}, onError() {} })
    })
  })

  it('a context, a server and a handler do not compile without what they need', () => {
    uncalled(() => {
      const engine = {} as Engine
      // @ts-expect-error there is no server without an engine
      createChatServer({})
      // @ts-expect-error nor a context without engine or server
      createTim({ device: { id: 'd', platform: 'ios' } })
      // @ts-expect-error a platform is one of the model's
      createTim({ engine, device: { id: 'd', platform: 'iphone' } })
      // @ts-expect-error whoever may call here may push to everyone: the check has no default
      createTimHandler({ server: createChatServer({ engine }) })
      // @ts-expect-error an app is a number
      hmacUserSig({ sdkAppId: '1400000000', secretKey: 'k' })
    })
  })
})
