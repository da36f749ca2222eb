import { type Json, text } from '@rouse/core/channel'
import { drive, firstApp, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { meizu } from './channel.ts'
import { app, channel } from './samples.fixture.ts'

const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(`id${n}`, null, n))
const run = (respond: (n: number) => Json, handle?: string, own = channel) =>
  drive(own.send(sampleBatch(own, sampleNotification(), targets(2)), handle), (_, n) => jsonResponse(200, respond(n)))
const prepared = (respond: (n: number) => Json, status = 200) => {
  const { prepare } = channel
  if (prepare === undefined) throw new Error('prepare is missing')
  return drive(prepare(channel.render(sampleNotification(), firstApp(channel)), firstApp(channel)), (_, n) => jsonResponse(status, respond(n)))
}
const moved = (redirect: string): Json => ({ code: '300', message: 'moved', value: '', redirect })

describe('sending to Meizu', () => {
  it('names ids separated by commas beside the message', () => {
    const { drafts } = run(() => ({ code: '200', value: {} }))
    expect(drafts.map(({ url }) => url)).toEqual(['https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId'])
    expect(drafts[0] && requestBody(drafts[0])).toMatchObject({ appId: '100999', pushIds: 'id0,id1' })
  })

  it('names the task in place of the message, where there is one', () => {
    const { drafts } = run(() => ({ code: '200', value: {} }), 'task-1')
    expect(drafts.map(({ url }) => url)).toEqual(['https://server-api-push.meizu.com/garcia/api/server/push/task/varnished/pushByPushId'])
    expect(drafts[0] && requestBody(drafts[0])).toEqual({ appId: '100999', pushIds: 'id0,id1', taskId: 'task-1' })
  })

  it('takes a new task for one that is gone', () => {
    expect(run(() => ({ code: '110032', value: '' }), 'task-1').result.map(({ kind }) => kind)).toEqual(['preparedMessageExpired', 'preparedMessageExpired'])
  })

  it.each([
    [undefined, 'server-api-push.meizu.com'],
    ['CN', 'server-api-push.meizu.com'],
    ['cn', 'server-api-push.meizu.com'],
    ['IN', 'server-api-push.in.meizu.com'],
    ['RU', 'server-api-push.in.meizu.com'],
  ])('sends devices registered in %s to %s, never by plain http', (region, host) => {
    const own = meizu({ apps: [region === undefined ? app : { ...app, region }] })
    expect(run(() => ({ code: '200', value: {} }), undefined, own).drafts[0]?.url).toMatch(new RegExp(`^https://${host.replaceAll('.', '\\.')}/`))
  })

  it('takes host and port from config', () => {
    const own = meizu({ apps: [{ ...app, host: '127.0.0.1', port: 8443 }] })
    expect(run(() => ({ code: '200', value: {} }), undefined, own).drafts[0]?.url).toMatch(/^https:\/\/127\.0\.0\.1:8443\/garcia\//)
  })
})

describe("Meizu's redirects", () => {
  it('are followed once, with the same fields, which are signed again', () => {
    const { drafts, result } = run(n => (n === 0 ? moved('https://server-api-push2.meizu.com/garcia/api/x') : { code: '200', value: { '110002': ['id1'] } }))
    expect(drafts.map(({ url }) => url).at(-1)).toBe('https://server-api-push2.meizu.com/garcia/api/x')
    expect(drafts[1]?.body).toEqual(drafts[0]?.body)
    expect(result.map(({ kind }) => kind)).toEqual(['accepted', 'gone'])
  })

  it('are followed to the host that config names', () => {
    const own = meizu({ apps: [{ ...app, host: '127.0.0.1', port: 8443 }] })
    const { drafts } = run(n => (n === 0 ? moved('https://127.0.0.1:8443/other') : { code: '200', value: {} }), undefined, own)
    expect(drafts.map(({ url }) => url).at(-1)).toBe('https://127.0.0.1:8443/other')
  })

  it.each([
    ['https://evil.example/garcia'],
    ['https://meizu.com.evil.example/'],
    ['https://evilmeizu.com/'],
    ['http://server-api-push.meizu.com/garcia'],
    ['https://user:pass@server-api-push.meizu.com/'],
    ['https://server-api-push.meizu.com:8443/'],
    ['https://evil.example/#.meizu.com'],
    ['//server-api-push.meizu.com/'],
    ['not a url'],
    [''],
  ])('to %s are not followed: tokens go to Meizu alone', redirect => {
    const { drafts, result } = run(() => moved(redirect))
    expect(drafts).toHaveLength(1)
    expect(result).toMatchObject([{ kind: 'rejected', fault: 'config', code: '300' }, {}])
  })

  it('are not followed a second time', () => {
    const { drafts, result } = run(() => moved('https://server-api-push.meizu.com/again'))
    expect(drafts).toHaveLength(2)
    expect(result).toMatchObject([{ kind: 'rejected', fault: 'config' }, {}])
  })
})

describe('storing a task at Meizu', () => {
  it('sends the very messageJson of a push, and its handle is the taskId', () => {
    const { drafts, result } = prepared(() => ({ code: '200', message: '', value: { taskId: 48_291 }, redirect: '' }))
    expect(drafts[0]?.url).toBe('https://server-api-push.meizu.com/garcia/api/server/push/pushTask/getTaskId')
    const [push] = run(() => ({ code: '200', value: {} })).drafts
    const field = (draft: typeof push, name: string) =>
      draft !== undefined && 'form' in draft.body ? draft.body.form.find(([other]) => other === name) : undefined
    expect(field(drafts[0], 'messageJson')).toEqual(field(push, 'messageJson'))
    expect(result).toEqual({ handle: '48291' })
    expect(prepared(() => ({ code: '200', value: '', taskId: 't1' })).result).toEqual({ handle: 't1' })
  })

  it('says what kept it from being stored', () => {
    expect(prepared(() => ({ code: '110010', value: '' })).result).toEqual({ kind: 'throttled', code: '110010' })
    expect(prepared(() => ({ code: '110032', value: '' })).result).toMatchObject({ kind: 'rejected', fault: 'payload' })
    expect(prepared(() => ({ code: '110003', value: '' })).result).toMatchObject({ kind: 'rejected', fault: 'payload' })
    expect(prepared(() => ({ code: '200', value: {} })).result).toMatchObject({ kind: 'unavailable', retries: 1 })
    expect(prepared(() => ({}), 502).result).toEqual({ kind: 'unavailable', code: 'http-502' })
  })

  it('is signed like any other request', async () => {
    const context = { now: 0, exchange: async () => Promise.reject(new Error('no request is needed')), signal: new AbortController().signal }
    const [draft] = prepared(() => ({ code: '200', value: { taskId: 1 } })).drafts
    const request = draft && channel.sign(draft, await channel.authorize(app, context), 0)
    expect(text(request?.body ?? new Uint8Array())).toMatch(/&sign=[0-9a-f]{32}$/)
  })
})
