import type { Message } from '@rouse/core'
import { sampleApp } from './devices.ts'

/** The example of the guide that Rouse takes its rules from. Source: docs/model.md, "Message"; the guide's second example. */
export const guideMessage: Message = {
  id: 'msg-1',
  revision: 0,
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T10:00:00Z',
  app: sampleApp,
  elements: [{ type: 'text', text: 'a new msg from bob' }],
  mentions: { all: false, users: ['alice'] },
  push: {
    enabled: true,
    body: "I'm description",
    ext: '{"level":15,"task":"TASK15"}',
    android: { title: "I'm title", sound: null, notifyMode: 'normal' },
    ios: { sound: 'dudulu.caf', badge: true },
  },
}

/** A group message that mentions alice and states no push settings: title and body are derived. */
export const groupMessage: Message = {
  id: 'msg-2',
  kind: 'chat',
  conversation: { type: 'group', id: 'team', name: 'The team' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T10:00:01Z',
  elements: [
    { type: 'text', text: 'Look at this, @Alice' },
    { type: 'image', url: 'https://example.com/cat.png' },
  ],
  mentions: { users: ['alice'] },
}

/** A system message: nobody is woken for it. */
export const systemMessage: Message = {
  id: 'msg-3',
  kind: 'system',
  conversation: { type: 'group', id: 'team', name: 'The team' },
  sender: { id: 'admin' },
  sentAt: '2026-11-23T10:00:02Z',
  elements: [{ type: 'text', text: 'Bob joined the group' }],
}

/** One element of each type, in model order. */
export const everyElement: Message = {
  id: 'msg-4',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob' },
  sender: { id: 'bob' },
  elements: [
    { type: 'text', text: 'Hello' },
    { type: 'face', index: 1, data: 'smile' },
    { type: 'image', url: 'https://example.com/cat.png' },
    { type: 'voice', seconds: 3 },
    { type: 'video', seconds: 12 },
    { type: 'file', name: 'plan.pdf', bytes: 1024 },
    { type: 'location', description: 'The harbour', latitude: 53.54, longitude: 9.98 },
    { type: 'custom', data: '{}', description: 'a poll', ext: '1', sound: 'poll.caf' },
  ],
}
