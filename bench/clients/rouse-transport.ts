import type { Transport, WireResponse } from '@rouse/core'
import { measured, type Task, tokenAt, topic } from './task.ts'

const body = new TextEncoder().encode(
  JSON.stringify({
    aps: { alert: { title: 'Bob', body: 'a new msg from bob, a text of usual length' }, badge: 7, sound: 'default', 'thread-id': 'bob' },
    ext: '{"level":15}',
  }),
)

// Made once: of 100,000 requests at once, whose memory is measured, each would hold its own.
const options = { protocol: 'http2', timeoutMs: 60_000 } as const
const statusOf = ({ status }: WireResponse): number => status
const lost = (): number => 0

/** Bare requests, as the engine would make them, through one of our transports. */
export async function throughTransport(task: Task, transport: Transport): Promise<void> {
  const headers = {
    authorization: `bearer ${'e'.repeat(220)}`,
    'apns-topic': topic,
    'apns-push-type': 'alert',
    'apns-priority': '10',
    'apns-expiration': '1790000000',
  }
  await measured(task, async (from, count) => {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        transport
          .request(
            {
              method: 'POST',
              url: `https://localhost:${task.port}/3/device/${tokenAt(from + i)}`,
              headers: { ...headers, 'apns-id': `${String(from + i).padStart(8, '0')}-0000-8000-8000-000000000000` },
              body,
            },
            options,
          )
          .then(statusOf, lost),
      ),
    )
    return answers.filter(status => status !== 200).length
  })
  await transport.close()
}
