import type { fcm_v1 } from '@googleapis/fcm'
import { describe, expectTypeOf, it } from 'vitest'
import type { FcmAndroid, FcmAndroidNotification, FcmMessage, FcmSendRequest } from './internals/message.ts'

describe('our messages by the types of @googleapis/fcm', () => {
  it('are what messages:send takes', () => {
    expectTypeOf<FcmSendRequest>().toExtend<fcm_v1.Schema$SendMessageRequest>()
    expectTypeOf<FcmMessage>().toExtend<fcm_v1.Schema$Message>()
    expectTypeOf<FcmAndroid>().toExtend<fcm_v1.Schema$AndroidConfig>()
    expectTypeOf<FcmAndroidNotification>().toExtend<fcm_v1.Schema$AndroidNotification>()
  })

  it('have no field that Google does not know', () => {
    expectTypeOf<Exclude<keyof FcmSendRequest, keyof fcm_v1.Schema$SendMessageRequest>>().toBeNever()
    // 5.5.1 was generated before Message.fid; real-clients holds it against firebase-admin.
    expectTypeOf<Exclude<keyof FcmMessage, keyof fcm_v1.Schema$Message>>().toEqualTypeOf<'fid'>()
    expectTypeOf<Exclude<keyof FcmAndroid, keyof fcm_v1.Schema$AndroidConfig>>().toBeNever()
    expectTypeOf<Exclude<keyof FcmAndroidNotification, keyof fcm_v1.Schema$AndroidNotification>>().toBeNever()
    expectTypeOf<Exclude<keyof NonNullable<FcmMessage['apns']>, keyof fcm_v1.Schema$ApnsConfig>>().toBeNever()
    expectTypeOf<Exclude<keyof NonNullable<FcmMessage['webpush']>, keyof fcm_v1.Schema$WebpushConfig>>().toBeNever()
  })

  it('reach every field of android.notification but what title and body have elsewhere', () => {
    expectTypeOf<Exclude<keyof fcm_v1.Schema$AndroidNotification, keyof FcmAndroidNotification>>().toEqualTypeOf<'title' | 'body' | 'image'>()
    expectTypeOf<Exclude<keyof fcm_v1.Schema$AndroidConfig, keyof FcmAndroid>>().toEqualTypeOf<'data'>()
    expectTypeOf<Exclude<keyof fcm_v1.Schema$Message, keyof FcmMessage>>().toEqualTypeOf<'condition' | 'name' | 'topic'>()
  })
})
