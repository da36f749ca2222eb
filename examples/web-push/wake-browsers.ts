import { createEngine, type Recipient } from '@rouse/core'
import type { Message } from '@rouse/core/channel'
import { nodeTransport } from '@rouse/core/node'
import { type WebPushApp, webPushChannel } from './web-push.ts'

/** Pushes to whoever has a browser registered. `ca`: a certificate to trust beside the system's. */
export async function wakeBrowsers(message: Message, recipients: readonly Recipient[], app: WebPushApp, ca?: string) {
  const engine = createEngine({ channels: [webPushChannel({ apps: [app] })], transport: nodeTransport({ ca }) })
  const outcomes = await engine.push(message, recipients)
  await engine.close()
  return outcomes
}
