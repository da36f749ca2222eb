import { createECDH } from 'node:crypto'
import webPush from 'web-push'
import type { Subscription, WebPushApp } from './web-push.ts'

export const app: WebPushApp = { app: 'com.example.chat', subject: 'mailto:push@example.com', ...webPush.generateVAPIDKeys() }

/** A subscription whose keys are real, another one for each n. */
export function sample(n: number): Subscription {
  const keys = createECDH('prime256v1')
  keys.setPrivateKey(Buffer.alloc(32, `key ${n}`))
  return {
    endpoint: `https://push.example.com/send/${n}`,
    keys: { p256dh: keys.getPublicKey('base64url'), auth: Buffer.alloc(16, `auth ${n}`).toString('base64url') },
  }
}
