import { ApnsClient, Notification } from 'apns2'
import { Pool } from 'undici'
import { measured, readTask, tokenAt, topic } from './task.ts'

const task = readTask()
const client = new ApnsClient({ team: 'ABCDE12345', keyId: 'KEY1234567', signingKey: task.key, defaultTopic: topic })
// Its own pool, but for address and certificate: it speaks to port 443 alone.
Object.assign(client, {
  client: new Pool(`https://localhost:${task.port}`, { connections: 32, pipelining: 1, allowH2: true, maxConcurrentStreams: 100, connect: { ca: task.ca } }),
})

await measured(task, async (from, count) => {
  const answers = await client.sendMany(
    Array.from(
      { length: count },
      (_, i) =>
        new Notification(tokenAt(from + i), {
          alert: { title: 'Bob', body: 'a new msg from bob, a text of usual length' },
          badge: 7,
          sound: 'default',
          threadId: 'bob',
          expiration: 1_790_000_000,
          data: { ext: '{"level":15}' },
        }),
    ),
  )
  return answers.filter(answer => answer !== null && typeof answer === 'object' && 'error' in answer).length
})
await client.destroy()
process.exit(0)
