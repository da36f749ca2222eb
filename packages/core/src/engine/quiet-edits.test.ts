import { describe, expect, it } from 'vitest'
import type { Notification } from '../channel/contract.ts'
import type { Message } from '../model/message.ts'
import { defaultPolicy } from '../policy/default-policy.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'

const sharing = { tokens: 100, payload: 4096, token: /^[\w-]+$/ }

/** An engine over one channel that keeps the notifications it renders and the badges it sends, a batch each. */
function setUp(policy?: PolicyDocument, capabilities: object = {}, limits: object = {}) {
  const notifications: Notification[] = []
  const badges: (number | null)[][] = []
  const base = fakeChannel('fake')
  const channel = fakeChannel('fake', {
    capabilities: { ...base.capabilities, ...capabilities },
    limits: { ...base.limits, ...limits },
    render: (notification, app) => {
      notifications.push(notification)
      return base.render(notification, app)
    },
    *send(one) {
      badges.push(one.targets.map(({ badge }) => badge))
      return one.targets.length === 1 ? yield* base.send(one) : one.targets.map(() => ({ kind: 'accepted' as const, code: '200' }))
    },
  })
  const engine = createEngine({ channels: [channel], transport: fakeTransport().transport, batchWaitMs: 0, ...(policy === undefined ? {} : { policy }) })
  return { engine, notifications, badges }
}

const edit = (change: Partial<Message> = {}): Message => aMessage({ revision: 1, ...change })
const alice = aRecipient('alice', { unread: 7 })
const iphone = aRecipient('alice', { unread: 7, devices: [aDevice('iphone', { platform: 'ios' })] })

const layerOn = (conditions: object, settings: object): PolicyDocument =>
  ({ ...defaultPolicy, layers: [{ name: 'ring', conditions, event: { type: 'layer', params: { name: 'ring', priority: 150, settings } } }] }) as PolicyDocument
const aboutEdits = { all: [{ fact: 'message', path: '$.revision', operator: 'greaterThan', value: 0 }] }
const aboutChat = { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] }

describe('an edit', () => {
  it('has no sound, normal priority and low importance, and says that it replaces', async () => {
    const { engine, notifications } = setUp()
    await engine.push(edit(), [alice])
    expect(notifications[0]).toMatchObject({ sound: { kind: 'silent' }, priority: 'normal', importance: 'low', replaces: true })
  })

  it('is passive on Apple’s devices', async () => {
    const { engine, notifications } = setUp()
    await engine.push(edit(), [iphone])
    expect(notifications[0]).toMatchObject({ sound: { kind: 'silent' }, ios: { interruptionLevel: 'passive' } })
  })

  it('is quiet even where the message or the recipient states a sound, and explain says why', async () => {
    const { engine, notifications } = setUp()
    const loud = edit({ push: { priority: 'high', ios: { sound: 'a.caf', interruptionLevel: 'time-sensitive' } } })
    const recipient = { ...iphone, settings: { c2cSound: 'b.caf' } }
    await engine.push(loud, [recipient])
    expect(notifications[0]).toMatchObject({ sound: { kind: 'silent' }, priority: 'normal', ios: { interruptionLevel: 'passive' } })
    const [decision] = await engine.explain(loud, recipient)
    expect(decision?.settings['ios.sound']).toEqual({ value: { silent: true }, from: 'replacing' })
  })

  it.each(['interpreted', 'compiled', 'closures'] as const)('rings where a layer on message.revision says so (%s), whatever its priority', async evaluator => {
    const { transport } = fakeTransport()
    const engine = createEngine({
      channels: [fakeChannel('fake')],
      transport,
      evaluator,
      policy: layerOn(aboutEdits, { priority: 'high', ios: { sound: null, interruptionLevel: 'active' } }),
    })
    const [decision] = await engine.explain(edit({ push: { ios: { sound: 'a.caf' } } }), iphone)
    expect(decision?.settings).toMatchObject({ 'ios.sound': { value: null, from: 'ring' }, priority: { value: 'high', from: 'ring' } })
  })

  it('is quiet where a layer on something else states a sound', async () => {
    const { engine, notifications } = setUp(layerOn(aboutChat, { ios: { sound: 'a.caf' } }))
    await engine.push(edit(), [iphone])
    expect(notifications[0]?.sound).toEqual({ kind: 'silent' })
  })

  it('asks a vendor that cannot be silent for silence all the same, without a note', async () => {
    const { engine, notifications } = setUp(undefined, { silent: false })
    await engine.push(edit(), [alice])
    expect(notifications[0]?.sound).toEqual({ kind: 'silent' })
    expect((await engine.explain(edit(), alice))[0]?.notes).toEqual([])
  })

  it('is not what revision 0 is', async () => {
    const { engine, notifications } = setUp()
    await engine.push(aMessage(), [alice])
    expect(notifications[0]).toMatchObject({ sound: { kind: 'default' }, priority: 'high' })
    expect(notifications[0]).not.toHaveProperty('replaces')
  })

  it('sets the badge where the vendor adds to it: targets share a request only with equal counts', async () => {
    const people = [1, 2, 2].map((unread, i) => aRecipient(`user-${i}`, { unread }))
    const { engine, badges } = setUp(undefined, { badge: 'add' }, sharing)
    await engine.push(aMessage(), people)
    await engine.push(edit(), people)
    expect(badges).toEqual([[1, 2, 2], [1], [2, 2]])
  })
})

describe('a withdrawal', () => {
  it('is as quiet as an edit, a call’s too', async () => {
    const { engine, notifications } = setUp()
    const call = aMessage({ push: { category: 'voip', priority: 'high', android: { importance: 'normal' } } })
    await engine.push(call, [alice])
    await engine.revoke(call, [alice])
    expect(notifications[1]).toMatchObject({ sound: { kind: 'silent' }, priority: 'normal', importance: 'low', replaces: true, category: 'im', ttl: 86_400 })
  })

  it('is not possible without a collapse key, which nothing replaces', async () => {
    const { engine } = setUp()
    const message = aMessage({ push: { collapseKey: null } })
    await engine.push(message, [alice])
    expect(await engine.revoke(message, [alice])).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'recall-unsupported' }])
  })
})

describe('collapseKey null', () => {
  it('tells the channel that the vendor’s default holds, over lower layers', async () => {
    const { engine, notifications } = setUp(layerOn(aboutChat, { collapseKey: 'news' }))
    await engine.push(aMessage({ push: { collapseKey: null } }), [alice])
    await engine.push(aMessage({ id: 'msg-2' }), [alice])
    expect(notifications.map(({ collapseKey, collapses }) => [collapseKey, collapses])).toEqual([
      [undefined, false],
      ['news', undefined],
    ])
  })
})

describe('a vendor without a time to live', () => {
  it.each([
    ['nothing is stated', {}, []],
    ['the message states a ttl', { ttl: 60 }, ['ttl-unsupported']],
    ['the message states now or never', { ttl: 0 }, ['ttl-unsupported']],
  ])('gets none where %s', async (_, push, notes) => {
    const { engine, notifications } = setUp(undefined, { ttl: false })
    const [decision] = await engine.explain(aMessage({ push }), alice)
    expect(decision?.notes.map(({ code }) => code)).toEqual(notes)
    expect(notifications[0]?.ttl).toBeNull()
  })
})

describe('ext', () => {
  it.each([
    ['text', 'a\ufeff', { text: 'a\ufeff' }],
    ['text with a byte order mark', '\ufeffa', { text: '\ufeffa' }],
    ['bytes that are UTF-8', { base64: 'YQ==' }, { text: 'YQ==', encoding: 'base64' }],
    ['bytes that are UTF-8 with a byte order mark', { base64: '77u/YQ==' }, { text: '77u/YQ==', encoding: 'base64' }],
    ['bytes that are not', { base64: '/w==' }, { text: '/w==', encoding: 'base64' }],
    ['no bytes', { base64: '' }, undefined],
  ])('goes out as it was given: %s', async (_, ext, expected) => {
    const { engine, notifications } = setUp()
    await engine.push(aMessage({ push: { ext } }), [alice])
    expect(notifications[0]?.ext).toEqual(expected)
  })
})
