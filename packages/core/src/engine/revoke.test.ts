import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import { type Exchange, json } from '../channel/wire.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import type { EngineOptions } from './types.ts'

const setUp = (options: Partial<EngineOptions> = {}, answer?: Parameters<typeof fakeTransport>[0]) => {
  const { transport, sent } = fakeTransport(answer)
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport, random: () => 0, ...options }), sent }
}

describe('engine.revoke', () => {
  it('replaces silently with the word that it was withdrawn, in the recipient’s language', async () => {
    const { engine, sent } = setUp()
    const people = [aRecipient('alice'), aRecipient('wei', { locale: 'zh-CN' })]
    await engine.push(aMessage(), people)
    const outcomes = await engine.revoke(aMessage(), people)
    expect(outcomes.map(({ recipient, status }) => [recipient, status])).toEqual([
      ['alice', 'accepted'],
      ['wei', 'accepted'],
    ])
    expect(sent.slice(2).map(({ body }) => [body.title, body.body, body.sound])).toEqual([
      ['Bob', 'Message withdrawn', { kind: 'silent' }],
      ['Bob', '[消息已撤回]', { kind: 'silent' }],
    ])
  })

  it('does not show a title that the preview hid', async () => {
    const { engine, sent } = setUp({ text: { appName: 'Chat' } })
    const alice = aRecipient('alice', { preview: 'none' })
    await engine.push(aMessage(), [alice])
    await engine.revoke(aMessage(), [alice])
    expect(sent[1]?.body).toMatchObject({ title: 'Chat', body: 'Message withdrawn' })
  })

  it('recalls where the vendor can', async () => {
    const recalled: string[] = []
    function* recall({ targets }: { readonly targets: readonly { readonly id: string }[] }): Exchange<readonly Answer[]> {
      const response = yield { method: 'POST', url: 'https://fake.test/recall', headers: {}, body: { json: json({ ids: targets.map(({ id }) => id) }) } }
      recalled.push(...targets.map(({ id }) => id))
      return targets.map(() => ({ kind: 'accepted', code: `${response.status}` }))
    }
    const { engine, sent } = setUp({ channels: [fakeChannel('fake', { recall })] })
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted', vendorCode: '200' }])
    expect(sent.map(({ token }) => token)).toEqual(['alice-phone-fake', 'recall'])
    expect(recalled).toEqual([sent[0]?.body.id])
  })

  it.each([
    ['is refused', { kind: 'rejected', fault: 'payload', code: '65028' }],
    ['gets no answer of the vendor', { kind: 'protocol', code: 'http-200', retries: 0 }],
  ] as const)('replaces the message where the recall %s', async (_, answer) => {
    function* recall({ targets }: { readonly targets: readonly unknown[] }): Exchange<readonly Answer[]> {
      yield { method: 'POST', url: 'https://fake.test/recall', headers: {}, body: { json: json({}) } }
      return targets.map(() => answer as Answer)
    }
    const { engine, sent } = setUp({ channels: [fakeChannel('fake', { recall })], retry: { attempts: 1 } })
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted', vendorCode: '200' }])
    expect(sent.map(({ token }) => token)).toEqual(['alice-phone-fake', 'recall', 'alice-phone-fake'])
    expect(sent[2]?.body).toMatchObject({ body: 'Message withdrawn', sound: { kind: 'silent' } })
  })

  it('reports a failed recall where no push can replace the message', async () => {
    function* recall({ targets }: { readonly targets: readonly unknown[] }): Exchange<readonly Answer[]> {
      yield { method: 'POST', url: 'https://fake.test/recall', headers: {}, body: { json: json({}) } }
      return targets.map(() => ({ kind: 'rejected', fault: 'payload', code: '65028' }))
    }
    const channel = fakeChannel('fake', { recall })
    const { engine, sent } = setUp({ channels: [{ ...channel, capabilities: { ...channel.capabilities, replace: false } }] })
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'rejected', vendorCode: '65028' }])
    expect(sent).toHaveLength(2)
  })

  it('does not replace what a vendor has recalled, nor what an unregistered device showed', async () => {
    function* recall({ targets }: { readonly targets: readonly unknown[] }): Exchange<readonly Answer[]> {
      yield { method: 'POST', url: 'https://fake.test/recall', headers: {}, body: { json: json({}) } }
      return targets.map(() => ({ kind: 'gone', code: 'bad_regids' }))
    }
    const { engine, sent } = setUp({ channels: [fakeChannel('fake', { recall })] })
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'gone' }])
    expect(sent).toHaveLength(2)
  })

  it('says so where a channel can neither recall nor replace', async () => {
    const channel = fakeChannel('fake')
    const { engine } = setUp({ channels: [{ ...channel, capabilities: { ...channel.capabilities, replace: false } }] })
    await engine.push(aMessage(), [aRecipient('alice')])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'recall-unsupported' }])
  })

  it('is superseded when another message stands under the same collapse key by now', async () => {
    const { engine, sent } = setUp()
    const first = aMessage({ id: 'first', sentAt: '2026-11-23T10:00:00Z', push: { collapseKey: 'k' } })
    const second = aMessage({ id: 'second', sentAt: '2026-11-23T10:00:01Z', push: { collapseKey: 'k' } })
    await engine.push(first, [aRecipient('alice')])
    await engine.push(second, [aRecipient('alice')])
    expect(await engine.revoke(first, [aRecipient('alice')])).toMatchObject([{ status: 'superseded', device: 'alice-phone' }])
    expect(sent).toHaveLength(2)
  })

  it('cancels what waits for its time', async () => {
    const later: PolicyDocument = {
      name: 'later',
      reasons: ['not-now'],
      rules: [
        {
          name: 'not-now',
          conditions: { all: [{ fact: 'device', path: '$.platform', operator: 'equal', value: 'android' }] },
          event: { type: 'defer', params: { seconds: 3600, reason: 'not-now' } },
        },
      ],
    }
    const { engine, sent } = setUp({ policy: later })
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'deferred' }])
    expect(await engine.revoke(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'suppressed', reason: 'revoked', recipient: 'alice' }])
    expect(sent).toEqual([])
    await engine.close()
  })

  it('waits for what is under way, and then takes it back', async () => {
    const held: (() => void)[] = []
    const { engine, sent } = setUp({}, token => (held.length === 0 ? new Promise(resolve => held.push(() => resolve('ok'))) : Promise.resolve(`ok ${token}`)))
    const pushed = engine.push(aMessage(), [aRecipient('alice')])
    await new Promise(resolve => setTimeout(resolve, 10))
    const revoked = engine.revoke(aMessage(), [aRecipient('alice')])
    await new Promise(resolve => setTimeout(resolve, 10))
    expect(sent).toHaveLength(1)
    held[0]?.()
    expect(await pushed).toMatchObject([{ status: 'accepted' }])
    expect(await revoked).toMatchObject([{ status: 'accepted' }])
    expect(sent[1]?.body).toMatchObject({ body: 'Message withdrawn' })
  })

  it('sends nothing of a message that was revoked before it came', async () => {
    const { engine, sent } = setUp()
    await engine.push(aMessage(), [aRecipient('alice')])
    await engine.revoke(aMessage(), [aRecipient('alice')])
    const count = sent.length
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'suppressed', reason: 'revoked' }])
    expect(await engine.push(aMessage({ revision: 1 }), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
    expect(sent).toHaveLength(count + 1)
  })
})

describe('order of replacing pushes', () => {
  it('drops an attempt older than the last accepted one as superseded', async () => {
    const { engine, sent } = setUp()
    await engine.push(aMessage({ revision: 2 }), [aRecipient('alice')])
    expect(await engine.push(aMessage({ revision: 1 }), [aRecipient('alice')])).toMatchObject([{ status: 'superseded', channel: 'fake' }])
    expect(await engine.push(aMessage({ revision: 3 }), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
    expect(sent).toHaveLength(2)
  })
})

describe('engine.syncBadge', () => {
  it('sends the count alone, to the devices where the user is logged in', async () => {
    const channel = fakeChannel('fake')
    const renderBadge = () => ({ ...channel.render({ title: '', body: '' } as never, channel.apps[0] as never), key: 'badge' })
    const { engine, sent } = setUp({ channels: [{ ...channel, renderBadge }] })
    const alice = aRecipient('alice', { unread: 0, devices: [aDevice('in'), aDevice('out', { session: 'logged-out' })] })
    expect(await engine.syncBadge(alice)).toMatchObject([{ message: null, recipient: 'alice', device: 'in', status: 'accepted' }])
    expect(sent.map(({ body }) => body.badge)).toEqual([0])
  })

  it('says so where no channel of the device has a badge, and refuses an unknown count', async () => {
    const { engine } = setUp()
    expect(await engine.syncBadge(aRecipient('alice', { unread: 1 }))).toMatchObject([{ status: 'rejected', detail: 'badge-unsupported' }])
    await expect(engine.syncBadge(aRecipient('alice'))).rejects.toMatchObject({ code: 'recipient-invalid' })
  })
})

describe('engine.tokens$', () => {
  const goneAt = (since: number) => {
    const channel = fakeChannel('fake')
    function* send(): Exchange<readonly Answer[]> {
      yield { method: 'POST', url: 'https://fake.test/x', headers: {}, body: { json: json({}) } }
      return [{ kind: 'gone', code: '410', since }]
    }
    return { ...channel, send }
  }
  const registeredAt = '2026-11-01T00:00:00Z'
  const alice = aRecipient('alice', {
    devices: [aDevice('d', { registrations: [{ channel: 'fake', token: 'secret-token', app: 'com.example.chat', registeredAt }] })],
  })

  it('tells dead tokens, whose they are, and never prints them', async () => {
    const { engine } = setUp({ channels: [goneAt(Date.parse(registeredAt) + 1)] })
    const reports: TokenReport[] = []
    engine.tokens$.subscribe(report => reports.push(report))
    expect(await engine.push(aMessage(), [alice])).toMatchObject([{ status: 'gone' }])
    expect(reports).toMatchObject([{ kind: 'gone', channel: 'fake', recipient: 'alice', device: 'd', code: '410' }])
    expect(reports[0]?.token).toBe('secret-token')
    expect(JSON.stringify(reports)).not.toContain('secret-token')
  })

  it('keeps a token that was registered again after the vendor saw it die', async () => {
    const { engine } = setUp({ channels: [goneAt(Date.parse(registeredAt) - 1)] })
    const reports: TokenReport[] = []
    engine.tokens$.subscribe(report => reports.push(report))
    expect(await engine.push(aMessage(), [alice])).toMatchObject([{ status: 'rejected', fault: 'token' }])
    expect(reports).toEqual([])
  })

  it.each([
    [true, 'exhausted'],
    [undefined, 'unreachable'],
  ])('keeps a token that cannot be reached: exhausted %j is told as %s', async (exhausted, kind) => {
    function* send(): Exchange<readonly Answer[]> {
      yield { method: 'POST', url: 'https://fake.test/x', headers: {}, body: { json: json({}) } }
      return [{ kind: 'unreachable', code: '520', ...(exhausted === undefined ? {} : { exhausted }) }]
    }
    const { engine } = setUp({ channels: [{ ...fakeChannel('fake'), send }] })
    const reports: TokenReport[] = []
    engine.tokens$.subscribe(report => reports.push(report))
    expect(await engine.push(aMessage(), [alice])).toMatchObject([{ status: 'rejected', fault: 'device', vendorCode: '520' }])
    expect(reports).toMatchObject([{ kind, recipient: 'alice', code: '520' }])
  })

  it('hears what vendors’ callbacks tell, and refuses a bad signature', () => {
    const channel = fakeChannel('fake')
    const { engine } = setUp({
      channels: [
        {
          ...channel,
          receipts: ({ headers }) =>
            headers.signature === 'good'
              ? {
                  events: [
                    { kind: 'delivered', token: { reveal: () => 't', toString: () => '#t', toJSON: () => '#t' }, app: 'com.example.chat', code: '0' },
                    { kind: 'gone', token: { reveal: () => 'u', toString: () => '#u', toJSON: () => '#u' }, app: 'com.example.chat', code: '5' },
                  ],
                  response: { status: 200, headers: {}, body: new Uint8Array() },
                }
              : null,
        },
      ],
    })
    const heard: string[] = []
    engine.tokens$.subscribe(({ kind }) => heard.push(`token ${kind}`))
    engine.receipts$.subscribe(({ kind }) => heard.push(`receipt ${kind}`))
    const inbound = (signature: string) => ({ method: 'POST', path: '/', headers: { signature }, body: new Uint8Array() })
    expect(engine.receive('fake', 'com.example.chat', inbound('good'))).toMatchObject({ status: 200 })
    expect(engine.receive('fake', 'com.example.chat', inbound('bad'))).toBeNull()
    expect(engine.receive('pigeon', 'com.example.chat', inbound('good'))).toBeNull()
    expect(heard).toEqual(['receipt delivered', 'token gone'])
  })
})
