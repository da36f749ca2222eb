import apn from '@parse/node-apn'
import { measured, readTask, tokenAt, topic } from './task.ts'

const task = readTask()
const provider = new apn.Provider({
  token: { key: Buffer.from(task.key), keyId: 'KEY1234567', teamId: 'ABCDE12345' },
  address: 'localhost',
  port: task.port,
  ca: Buffer.from(task.ca),
  production: false,
} as never)
const note = new apn.Notification({
  alert: { title: 'Bob', body: 'a new msg from bob, a text of usual length' },
  badge: 7,
  sound: 'default',
  threadId: 'bob',
  payload: { ext: '{"level":15}' },
} as never)
note.topic = topic
note.pushType = 'alert'
note.expiry = 1_790_000_000

await measured(task, async (from, count) => {
  const { failed } = await provider.send(
    note,
    Array.from({ length: count }, (_, i) => tokenAt(from + i)),
  )
  return failed.length
})
await provider.shutdown()
