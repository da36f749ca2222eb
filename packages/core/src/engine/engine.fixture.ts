import { type AnyChannel, type App, defineChannel, type Notification, type Payload } from '../channel/contract.ts'
import { json, text, type WireRequest, type WireResponse } from '../channel/wire.ts'
import type { Transport, TransportOptions } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import type { Message } from '../model/message.ts'
import type { Device, Recipient } from '../model/recipient.ts'

interface FakePayload extends Payload {
  readonly notification: Notification
}

/** A channel that sends one JSON request a token, and takes the response's `kind` for its answer. */
export function fakeChannel(name: string, change: Partial<AnyChannel> = {}): AnyChannel {
  const channel = defineChannel<FakePayload, App, null>({
    name,
    capabilities: { sound: 'custom', silent: true, badge: 'absolute', image: true, ext: true, replace: true, recall: false, click: ['url', 'intent'] },
    limits: { tokens: 1, payload: 4096, token: /^[\w-]+$/ },
    apps: [{ app: 'com.example.chat' }],
    appSchema: { $id: `https://rouse.dev/test/${name}.json`, type: 'object' },
    misfit: () => null,
    render: notification => ({
      key: JSON.stringify(notification),
      size: json({ title: notification.title, body: notification.body, ext: notification.ext?.text ?? '' }).length,
      quotaClass: 'im',
      notes: [],
      notification,
    }),
    *send({ payload, targets }) {
      const target = targets[0]
      if (target === undefined) return []
      const { title, body } = payload.notification
      const response = yield {
        method: 'POST',
        url: `https://${name}.test/${target.token.reveal()}`,
        headers: {},
        body: { json: json({ title, body, badge: target.badge, id: target.id, sound: { ...payload.notification.sound } }) },
      }
      const kind = text(response.body)
      if (kind === 'gone') return [{ kind: 'gone', code: 'gone' }]
      if (kind === 'bad') return [{ kind: 'rejected', fault: 'payload', code: 'bad' }]
      if (kind === 'down') return [{ kind: 'unavailable', code: 'down', retries: 0 }]
      if (kind === 'busy') return [{ kind: 'unavailable', code: 'busy' }]
      return [{ kind: 'accepted', code: '200' }]
    },
    authorize: () => Promise.resolve({ value: null, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }),
    sign: draft => ({ method: draft.method, url: draft.url, headers: draft.headers, body: 'json' in draft.body ? draft.body.json : new Uint8Array() }),
  })
  return { ...channel, ...change }
}

/** A transport in memory: keeps what was sent; `answer` says what comes back for a token. */
export function fakeTransport(answer: (token: string, channel: string) => string | Promise<string> = () => 'ok') {
  const sent: { readonly channel: string; readonly token: string; readonly body: Readonly<Record<string, unknown>> }[] = []
  const transport: Transport = {
    async request(request: WireRequest, { signal }: TransportOptions): Promise<WireResponse> {
      const url = new URL(request.url)
      const token = url.pathname.slice(1)
      const channel = url.hostname.replace('.test', '')
      sent.push({ channel, token, body: JSON.parse(text(request.body)) as Record<string, unknown> })
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new TransportError('aborted', 'aborted', true)), { once: true })
      })
      return { status: 200, headers: {}, body: new TextEncoder().encode(await Promise.race([answer(token, channel), aborted])) }
    },
    close: () => Promise.resolve(),
  }
  return { transport, sent }
}

export const aMessage = (change: Partial<Message> = {}): Message => ({
  id: 'msg-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'hello' }],
  ...change,
})

export const aDevice = (id: string, change: Partial<Device> = {}, channels: readonly string[] = ['fake']): Device => ({
  id,
  platform: 'android',
  registrations: channels.map(channel => ({ channel, token: `${id}-${channel}`, app: 'com.example.chat' })),
  ...change,
})

export const aRecipient = (id: string, change: Partial<Recipient> = {}): Recipient => ({ id, devices: [aDevice(`${id}-phone`)], ...change })
