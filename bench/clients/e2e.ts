import { apns } from '@rouse/channel-apns'
import { createEngine, type Message, type Outcome, type Recipient } from '@rouse/core'
import { h2 } from '@rouse/h2'
import { measured, readTask, tokenAt, topic } from './task.ts'

const task = readTask()
const engine = createEngine({
  channels: [apns({ apps: [{ app: topic, teamId: 'ABCDE12345', keyId: 'KEY1234567', key: task.key, host: 'localhost', port: task.port }] })],
  transport: h2({ ca: task.ca }),
})
const message = (id: number): Message => ({
  id: `msg-${id}`,
  kind: 'chat',
  conversation: { type: 'group', id: 'climbers', name: 'Climbers' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'a new msg from bob, a text of usual length' }],
  push: { ext: '{"level":15}' },
})
const people = Array.from(
  { length: task.burst * 4 },
  (_, i): Recipient => ({
    id: `user-${i}`,
    locale: 'en',
    unread: i % 50,
    settings: { groupSound: i % 3 === 0 ? 'dudulu.caf' : null },
    devices: [{ id: 'd1', platform: 'ios', session: 'logged-in', appState: 'background', registrations: [{ channel: 'apns', token: tokenAt(i), app: topic }] }],
  }),
)
let sent = 0

// One message to a burst of recipients: policy, merge, text, render, batch, delivery, to the answer of each.
await measured(task, async (from, count) => {
  const start = from % people.length
  const outcomes: readonly Outcome[] = await engine.push(message(sent++), people.slice(start, start + count))
  return count - outcomes.filter(({ status }) => status === 'accepted').length
})
await engine.close()
