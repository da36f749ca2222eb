import type { Json, Notification } from '@rouse/core'
import { drive, firstApp, firstDraft, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
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
    expect(made({ vendor: { category: 'PLAY_VOICE' } }).held?.category).toBe('IM')
    expect(made({ category: 'order' }, {}, { nearest: { order: 'news' } })).toMatchObject({ held: { category: 'MARKETING' }, codes: ['category-mapped'] })
    expect(made({ category: 'news' }).quotaClass).toBe('marketing')
    expect(made({ vendor: { testMessage: true } }).quotaClass).toBe('test')
    expect(made().quotaClass).toBe('service')
  })

  it('has one message id in every attempt, whatever ttl is left: HarmonyOS shows one once in a day', () => {
    const id = (changes: Parameters<typeof made>[0] = {}) => made(changes).held?.appMessageId
    expect(id({ ttl: 86_400 })).toBe(id({ ttl: 4000 }))
    const all = [id(), id({ messageId: 'msg-2' }), id({ revision: 1 }), id({ body: '[消息已撤回]' }), id({ title: 'Alice' })]
    expect(new Set(all).size).toBe(all.length)
    expect(id({ vendor: { appMessageId: 'm' } })).toBe('m')
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
    expect(made({ vendor: { style: 3, inboxContent: ['消'.repeat(1024)] } })).toMatchObject({ codes: ['field-dropped'] })
  })

  it('sends a widget’s refresh one token a request', () => {
    const channel = harmony({ apps: [app] })
    const notification = sampleNotification({ vendor: { pushType: 1, payload: { a: 1 } } })
    const send = (count: number) => {
      const targets = Array.from({ length: count }, (_, n) => sampleTarget(`t-${n}`, null, n))
      return drive(channel.send(sampleBatch(channel, notification, targets)), () => jsonResponse(200, { code: '80000000' }))
    }
    expect(send(1)).toMatchObject({ drafts: [{ headers: { 'push-type': '1' } }], result: [{ kind: 'accepted' }] })
    expect(send(2)).toEqual({
      drafts: [],
      result: [
        { kind: 'split', code: 'push-type-1' },
        { kind: 'split', code: 'push-type-1' },
      ],
    })
  })
})
