import { createEngine, type Engine, type Recipient } from '@rouse/core'
import type { Message } from '@rouse/core/channel'
import { nodeTransport } from '@rouse/core/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import webPush from 'web-push'
import { type Browser, type PushService, startPushService } from './push-service.fixture.ts'
import { app, sample } from './samples.fixture.ts'
import { wakeBrowsers } from './wake-browsers.ts'
import { tokenOf, webPushChannel } from './web-push.ts'

const message = (change: Partial<Message> = {}): Message => ({
  id: 'msg-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'Dinner? 🍝' }],
  ...change,
})

describe('a push to a browser', () => {
  let service: PushService
  let engine: Engine
  beforeAll(async () => {
    service = await startPushService()
    engine = createEngine({ channels: [webPushChannel({ apps: [app] })], transport: nodeTransport({ ca: service.ca }), retry: { baseMs: 1 } })
  })
  afterAll(async () => {
    await engine.close()
    await service.close()
  })

  const owner = (browser: Pick<Browser, 'subscription'>, change: Partial<Recipient> = {}): Recipient => ({
    id: 'alice',
    unread: 7,
    devices: [{ id: 'browser', platform: 'web', registrations: [{ channel: 'web-push', token: tokenOf(browser.subscription), app: app.app }] }],
    ...change,
  })

  it('is signed, encrypted and shown', async () => {
    const browser = service.browser(app.publicKey)
    const push = {
      ext: '{"level":15}',
      image: 'https://example.com/a.png',
      ttl: 60,
      android: { clickUrl: 'https://example.com/chat' },
      vendors: { 'web-push': { lang: 'en' } },
    }
    const [outcome] = await engine.push(message({ push }), [owner(browser)])
    expect(outcome).toMatchObject({ status: 'accepted', vendorCode: '201', vendorId: expect.stringMatching(/^[0-9a-f]{12}$/), attempts: 1 })
    expect(browser.shown.map(({ message: shown }) => shown)).toEqual([
      {
        title: 'Bob',
        options: {
          body: 'Dinner? 🍝',
          tag: 'msg-1',
          silent: false,
          image: 'https://example.com/a.png',
          lang: 'en',
          data: { ext: '{"level":15}', extEncoding: 'text', url: 'https://example.com/chat' },
        },
        badge: 7,
      },
    ])
    expect(browser.shown[0]?.headers).toMatchObject({ ttl: '60', urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) })
  })

  it('goes out in the lines that the documentation shows', async () => {
    const browser = service.browser(app.publicKey)
    expect(await wakeBrowsers(message({ id: 'shown' }), [owner(browser)], app, service.ca)).toMatchObject([{ status: 'accepted', channel: 'web-push' }])
    expect(browser.shown).toMatchObject([{ message: { title: 'Bob' } }])
  })

  it('has the same body for two browsers, and another ciphertext for each', async () => {
    const browsers = [service.browser(app.publicKey), service.browser(app.publicKey)]
    await engine.push(
      message({ id: 'two' }),
      browsers.map((browser, i) => owner(browser, { id: `user-${i}` })),
    )
    expect(browsers.map(({ shown }) => shown.length)).toEqual([1, 1])
    expect(browsers[0]?.shown[0]?.message).toEqual(browsers[1]?.shown[0]?.message)
  })

  it('fits into what every push service takes, however long the text', async () => {
    const browser = service.browser(app.publicKey)
    const [outcome] = await engine.push(message({ elements: [{ type: 'text', text: '很长的消息😀'.repeat(20_000) }] }), [owner(browser)])
    expect(outcome).toMatchObject({ status: 'accepted' })
    expect(browser.shown[0]?.bytes).toBeLessThanOrEqual(4096)
    expect(browser.shown[0]?.bytes).toBeGreaterThan(4000)
  })

  it('is replaced silently when it is revoked: the same tag and topic', async () => {
    const browser = service.browser(app.publicKey)
    await engine.push(message({ id: 'oops' }), [owner(browser)])
    expect(await engine.revoke(message({ id: 'oops' }), [owner(browser)])).toMatchObject([{ status: 'accepted' }])
    const [first, second] = browser.shown
    expect(second?.message).toMatchObject({ options: { body: 'Message withdrawn', tag: 'oops', silent: true } })
    expect(second?.headers.topic).toBe(first?.headers.topic)
  })

  it.each([
    [404, { status: 'gone', vendorCode: '404' }],
    [410, { status: 'gone', vendorCode: '410' }],
    [413, { status: 'rejected', fault: 'payload' }],
    [400, { status: 'rejected', fault: 'payload' }],
    [403, { status: 'rejected', fault: 'config' }],
  ] as const)('that is answered by %i ends at once', async (status, expected) => {
    const [outcome] = await engine.push(message({ id: `answer-${status}` }), [owner(service.browser(app.publicKey, [[status]]))])
    expect(outcome).toMatchObject({ ...expected, attempts: 1 })
    expect(JSON.stringify(outcome)).not.toContain('/push/')
  })

  it.each([
    [429, '0'],
    [503, undefined],
    [401, undefined],
  ] as const)('that is answered by %i is tried again', async (status, retryAfter) => {
    const browser = service.browser(app.publicKey, [[status, retryAfter]])
    expect(await engine.push(message({ id: `again-${status}` }), [owner(browser)])).toMatchObject([{ status: 'accepted', attempts: 2 }])
    expect(browser.shown).toHaveLength(1)
  })

  it('to a browser that subscribed with another key is a fault of the configuration', async () => {
    const other = service.browser(webPush.generateVAPIDKeys().publicKey)
    expect(await engine.push(message({ id: 'other' }), [owner(other)])).toMatchObject([{ status: 'rejected', fault: 'config', vendorCode: '403' }])
  })

  it('goes nowhere but to the push services of the app entry, and nowhere for what is no subscription', async () => {
    const careful = createEngine({
      channels: [webPushChannel({ apps: [{ ...app, services: ['push.example.com'] }] })],
      transport: nodeTransport({ ca: service.ca }),
    })
    const browser = service.browser(app.publicKey)
    expect(await careful.push(message(), [owner(browser)])).toMatchObject([{ status: 'rejected', fault: 'token', vendorCode: 'subscription-refused' }])
    expect(browser.shown).toEqual([])
    await careful.close()
    for (const bad of [{ endpoint: 'http://127.0.0.1/x' }, { keys: { p256dh: 'x', auth: 'y' } }, { endpoint: 'no url' }]) {
      const subscription = { ...sample(1), ...bad, padding: '-'.repeat(100) }
      const token = Buffer.from(JSON.stringify(subscription)).toString('base64url')
      const outcomes = await engine.push(message(), [
        owner({ subscription: sample(2) }, { devices: [{ id: 'd', platform: 'web', registrations: [{ channel: 'web-push', token, app: app.app }] }] }),
      ])
      expect(outcomes, JSON.stringify(bad)).toMatchObject([{ status: 'rejected', fault: 'token' }])
    }
  })

  it('is explained without a key, and without the address of the browser', async () => {
    const browser = service.browser(app.publicKey)
    const [decision] = await engine.explain(message(), owner(browser))
    expect(decision).toMatchObject({ decision: 'push', channel: 'web-push', channels: ['web-push'] })
    expect(decision?.request?.url).toMatch(new RegExp(`^${service.origin}/#[0-9a-f]{8}$`))
    expect(decision?.request?.body).toMatchObject({ title: 'Bob', badge: 7 })
    expect(JSON.stringify(decision)).not.toContain(new URL(browser.subscription.endpoint).pathname)
  })
})
