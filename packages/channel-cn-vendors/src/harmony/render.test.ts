import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import type { HarmonyApp, HarmonyOptions } from './config.ts'
import { harmony } from './index.ts'
import { app, token } from './samples.fixture.ts'

const made = (changes: Partial<Notification> = {}, entry: Partial<HarmonyApp> = {}, options: HarmonyOptions = {}) => {
  const channel = harmony({ apps: [{ ...app, ...entry }], ...options })
  const notification = sampleNotification(changes)
  const draft = firstDraft(channel, notification, [sampleTarget(token, null)])
  const body = requestBody(draft) as { payload: Record<string, Json> & { notification?: Record<string, Json> }; pushOptions: Record<string, Json> }
  const { notes, quotaClass } = channel.render(notification, firstApp(channel))
  return { url: draft.url, pushType: draft.headers['push-type'], body, held: body.payload.notification, notes, codes: notes.map(note => note.code), quotaClass }
}

describe('rendering for HarmonyOS', () => {
  it('goes to the project of config, or of the service account, at v3', () => {
    expect(made({}, { projectId: '7' }).url).toBe('https://push-api.cloud.huawei.com/v3/7/messages:send')
    expect(made({}, { host: '127.0.0.1', port: 8443, projectId: '7' }).url).toBe('https://127.0.0.1:8443/v3/7/messages:send')
  })

  it('has nothing of v1: no message, no snake case, no class beside the badge, no s after ttl', () => {
    const { body } = made({ ext: { text: 'e' }, collapseKey: 'k' })
    expect(Object.keys(body).sort()).toEqual(['payload', 'pushOptions', 'target'])
    expect(JSON.stringify([body.payload, body.pushOptions])).not.toMatch(/_|"class"|86400s/)
    expect(body.pushOptions.ttl).toBe(86_400)
  })

  it.each([
    ['none stated', {}, '0'],
    ['a voip registration', { kind: 'voip' }, '10'],
    ['a voip registration whose message says alert', { kind: 'voip', vendor: { pushType: 0 } }, '0'],
    ['a widget', { vendor: { pushType: 1, payload: { a: 1 } } }, '1'],
    ['speech', { vendor: { pushType: 2, payload: { a: 1 } } }, '2'],
  ] as const)('of %s has the header push-type', (_, changes, pushType) => {
    expect(made(changes as Partial<Notification>).pushType).toBe(pushType)
  })

  it('shows an alert instead of a push type whose payload nobody states, or one that is hidden or too large', () => {
    expect(made({ vendor: { pushType: 7 } })).toMatchObject({ pushType: '0', codes: ['field-dropped'] })
    expect(made({ templateText: false, vendor: { pushType: 7, payload: { text: 'secret' } } })).toMatchObject({ pushType: '0', codes: ['field-dropped'] })
    const large = made({ vendor: { pushType: 7, payload: { text: 'x'.repeat(4000) } } })
    expect(large).toMatchObject({ pushType: '0', codes: ['field-dropped'] })
  })

  it('keeps extra data from a locked screen, and out where it is too large', () => {
    expect(made({ templateText: false, vendor: { pushType: 6, extraData: 'secret' } }).body.payload).toEqual({ extraData: '{}' })
    expect(made({ vendor: { pushType: 6, extraData: 'x'.repeat(4000) } })).toMatchObject({ body: { payload: { extraData: '{}' } }, codes: ['field-dropped'] })
    expect(made({ vendor: { pushType: 6, extraData: 'plain' } }).body.payload).toEqual({ extraData: 'plain' })
  })

  it('lets a call wait 30 to 60 seconds', () => {
    for (const [ttl, sent] of [
      [0, 30],
      [45, 45],
      [86_400, 60],
    ] as const) {
      expect(made({ kind: 'voip', ttl }).body.pushOptions.ttl).toBe(sent)
    }
    expect(made({ kind: 'voip', ttl: null }).body).not.toHaveProperty('pushOptions')
  })

  it('collapses alerts and speech alone', () => {
    expect(made({ vendor: { collapseKey: 0 } }).body.pushOptions.collapseKey).toBe(0)
    expect(made({ collapseKey: 'k', vendor: { pushType: 6 } }).body.pushOptions).not.toHaveProperty('collapseKey')
  })

  it('has a category always, and never PLAY_VOICE in an alert', () => {
    expect(made({ vendor: { category: 'PLAY_VOICE' } })).toMatchObject({ held: { category: 'IM' }, codes: ['field-dropped'] })
    expect(made({ category: 'order' }, {}, { nearest: { order: 'news' } })).toMatchObject({ held: { category: 'MARKETING' }, codes: ['category-mapped'] })
    expect(made({ category: 'news' }).quotaClass).toBe('marketing')
    expect(made({ vendor: { testMessage: true } }).quotaClass).toBe('test')
    expect(made().quotaClass).toBe('service')
  })

  it('names a message id of 32 characters: the same for the same push, another for an edit, another text and another message', () => {
    const id = (changes: Partial<Notification> = {}, options: HarmonyOptions = {}) => made(changes, {}, options).held?.appMessageId
    expect(id()).toMatch(/^[0-9A-Za-z][\w-]{31}$/)
    expect(id()).toBe(id({ ttl: 60 }))
    expect(id({ revision: 0 })).toBe(id())
    const others = [id(), id({ revision: 1 }), id({ body: '[Message withdrawn]' }), id({ messageId: 'msg-2' }), id({ ext: { text: 'e' } })]
    expect(new Set(others).size).toBe(others.length)
  })

  it('names none where config says so, and the host’s own before ours', () => {
    expect(made({}, {}, { dedupe: false }).held).not.toHaveProperty('appMessageId')
    expect(made({ vendor: { appMessageId: 'm' } }).held?.appMessageId).toBe('m')
    expect(made({ vendor: { appMessageId: 'm' } }, {}, { dedupe: false }).held?.appMessageId).toBe('m')
  })

  it('has the same message id whatever the badge, so that a retry that leaves it out is the same push', () => {
    const channel = harmony({ apps: [app] })
    const idOf = (unread: number | null) =>
      (requestBody(firstDraft(channel, sampleNotification(), [sampleTarget(token, unread)])) as { payload: { notification: { appMessageId: string } } }).payload
        .notification.appMessageId
    expect(new Set([idOf(null), idOf(0), idOf(7)]).size).toBe(1)
  })

  it('opens a stated action over all, and the app where a URL has no room', () => {
    expect(made({ click: { kind: 'url', value: 'https://a' }, vendor: { action: 'x' } }).held?.clickAction).toEqual({ actionType: 1, action: 'x' })
    expect(made({ notifyMode: 'custom' }, { clickUri: 'chat://x' }).held?.clickAction).toEqual({ actionType: 1, uri: 'chat://x' })
    const long = made({ click: { kind: 'url', value: `https://${'x'.repeat(1000)}` } })
    expect(long).toMatchObject({ held: { clickAction: { actionType: 0 } }, codes: ['notify-mode-unsupported'] })
    expect(made({ notifyMode: 'custom' }).codes).toEqual([])
  })

  it('keeps stated lines from a locked screen, and out beyond their room', () => {
    expect(made({ templateText: false, vendor: { style: 3, inboxContent: ['secret'] } }).held).not.toHaveProperty('style')
    expect(made({ vendor: { style: 3, inboxContent: ['消'.repeat(1000)] } })).toMatchObject({ held: { style: 3 }, codes: [] })
    expect(made({ vendor: { style: 3, inboxContent: ['消'.repeat(1024), '消'.repeat(200)] } })).toMatchObject({ codes: ['field-dropped'] })
  })

  it('opens the app where the target of a click is blank, and shows only images that can be', () => {
    expect(made({ click: { kind: 'url', value: ' ' } })).toMatchObject({ held: { clickAction: { actionType: 0 } }, codes: ['notify-mode-unsupported'] })
    expect(made({ image: 'HTTPS://example.com/A.PNG' })).toMatchObject({ held: { image: 'https://example.com/A.PNG' }, codes: [] })
    expect(made({ image: 'https://example.com/a b.png' })).toMatchObject({ codes: ['image-unsupported'] })
    expect(made({ image: 'https://example.com/a.gif' }).held).not.toHaveProperty('image')
  })

  it('has room for a message beside the most that can be stated', () => {
    const dear = '\u0001'
    const changes: Partial<Notification> = {
      title: '…',
      body: '…',
      messageId: dear.repeat(30),
      conversation: { type: 'c2c', id: dear.repeat(20) },
      click: { kind: 'url', value: 'x'.repeat(898) },
      sound: { kind: 'file', name: 'x'.repeat(190) },
    }
    const vendor = {
      ...{ biTag: 'x'.repeat(64), receiptId: dear.repeat(64), testMessage: false, collapseKey: 100, appMessageId: dear.repeat(64) },
      ...{ profileId: dear.repeat(64), style: 3, inboxContent: ['x'.repeat(1024), 'x'.repeat(1024), 'x'.repeat(1024)] },
    }
    const channel = harmony({ apps: [app], addIds: true, customSounds: true })
    const { notes, size } = channel.render(sampleNotification({ ...changes, vendor }), firstApp(channel))
    expect(size).toBeLessThanOrEqual(4096)
    expect(notes.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^vendors\.harmony has room for \d+ bytes here: left out inboxContent$/)])
  })
})
