import { describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { Outcome } from '../model/outcome.ts'

const never = () => new Promise<never>(() => undefined)

describe('engine.close', () => {
  it.each([
    ['never closes', { close: never }],
    ['rejects', { close: () => Promise.reject(new Error('no')) }],
    [
      'throws',
      {
        close: () => {
          throw new Error('no')
        },
      },
    ],
    ['never settles a request, nor closes', { request: never, close: never }],
  ])('resolves over a transport that %s, tells every Outcome and completes its streams', async (_, change) => {
    const engine = createEngine({ channels: [fakeChannel('fake')], transport: { ...fakeTransport().transport, ...change } })
    const outcomes: Outcome[] = []
    let completed = 0
    engine.outcomes$.subscribe({ next: one => outcomes.push(one), complete: () => completed++ })
    for (const stream of [engine.tokens$, engine.receipts$]) stream.subscribe({ complete: () => completed++ })
    await engine.submit(aMessage(), [aRecipient('alice')])
    await engine.close(50)
    expect(completed).toBe(3)
    expect(outcomes).toMatchObject([{ recipient: 'alice', ...('request' in change ? { status: 'failed', detail: 'closed' } : { status: 'accepted' }) }])
  })
})

describe('engine.replaceCredential', () => {
  it('puts the entry in force for rendering too', async () => {
    const { transport } = fakeTransport()
    const rendered: App[] = []
    const channel = fakeChannel('fake')
    const engine = createEngine({
      channels: [
        {
          ...channel,
          render: (notification, app) => {
            rendered.push(app)
            return channel.render(notification, app)
          },
        },
      ],
      transport,
    })
    const next = { app: 'com.example.chat', topic: 'new' } as App
    await engine.replaceCredential('fake', next)
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(rendered).toEqual([next])
    await expect(engine.replaceCredential(Symbol('x') as never, next)).rejects.toMatchObject({ code: 'config-invalid' })
    await engine.close()
  })
})

describe('createEngine', () => {
  it('refuses an entry that its channel’s checkApp refuses, with a pointer', () => {
    const channel = fakeChannel('fake', { checkApp: () => [{ pointer: '/key', message: 'is no PKCS#8 PEM: it is a path' }] })
    const make = () => createEngine({ channels: [channel], transport: fakeTransport().transport })
    expect(make).toThrow(
      expect.objectContaining({ code: 'config-invalid', mistakes: [{ pointer: '/channels/fake/apps/0/key', message: 'is no PKCS#8 PEM: it is a path' }] }),
    )
  })

  it('says so where checkApp throws, without its words', () => {
    const channel = fakeChannel('fake', {
      checkApp: () => {
        throw new Error('hunter2')
      },
    })
    const make = () => createEngine({ channels: [channel], transport: fakeTransport().transport })
    expect(make).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.not.stringContaining('hunter2') }))
  })
})
