import { type ApnsApp, apns } from '@rouse/channel-apns'
import { createEngine, type Message, type Recipient } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'

/** `credentials`: the team, the key's id and the `.p8` key; `ca`: a certificate to trust beside the system's. */
export async function wake(message: Message, recipients: readonly Recipient[], credentials: Omit<ApnsApp, 'app'>, ca?: string) {
  const engine = createEngine({
    channels: [apns({ apps: [{ ...credentials, app: 'com.example.chat' }] })],
    transport: nodeTransport({ ca }),
  })
  engine.outcomes$.subscribe(({ recipient, status, reason }) => console.log(recipient, status, reason ?? ''))
  const outcomes = await engine.push(message, recipients)
  await engine.close()
  return outcomes
}
