import { drive, firstDraft, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { xiaomi } from './index.ts'
import { app, channel } from './samples.fixture.ts'

describe('sending to Xiaomi', () => {
  it('puts a thousand tokens into one request, separated by commas', () => {
    const targets = Array.from({ length: 1000 }, (_, n) => sampleTarget(`a${n}+=`, null, n))
    const { drafts, result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets)), () => jsonResponse(200, { result: 'ok', code: 0 }))
    expect(drafts.map(draft => (requestBody(draft) as Record<string, string>).registration_id?.split(',').length)).toEqual([1000])
    expect(result).toHaveLength(1000)
  })

  it('sends a token that two devices share once', () => {
    const draft = firstDraft(channel, sampleNotification(), [sampleTarget('a+=', null, 0), sampleTarget('b+=', null, 1), sampleTarget('a+=', null, 2)])
    expect(requestBody(draft)).toMatchObject({ registration_id: 'a+=,b+=' })
  })

  it.each(['65036', '65037', '65038'])('of %s: the callback alone is refused, so the push goes again without receipts', code => {
    const own = { ...app, callback: { url: 'https://example.com/r', param: 'p' } }
    const calling = xiaomi({ apps: [own] })
    const { drafts, result } = drive(calling.send(sampleBatch(calling, sampleNotification(), [sampleTarget('a+=')])), (_, n) =>
      jsonResponse(200, n === 0 ? { code: Number(code) } : { code: 0, data: { id: 'slm2' } }),
    )
    const [first, second] = drafts.map(draft => requestBody(draft) as Record<string, string>)
    const { 'extra.callback': url, 'extra.callback.param': param, 'extra.callback.type': type, ...rest } = first ?? {}
    expect([url, param, type]).toEqual(['https://example.com/r', 'p', '1203'])
    expect(second).toEqual(rest)
    expect(result).toEqual([{ kind: 'accepted', code: '0', vendorId: 'slm2', detail: `code ${code}: the callback was refused; sent without receipts` }])
  })

  it('takes a message back by its jobkey', () => {
    const form = requestBody(firstDraft(channel, sampleNotification(), [sampleTarget('a+=')])) as Record<string, string>
    const batch = sampleBatch(channel, sampleNotification(), [sampleTarget('a+='), sampleTarget('b+=')])
    const { drafts, result } = drive(channel.recall?.(batch) as never, () => jsonResponse(200, { result: 'ok', code: 0 }))
    expect(drafts[0]?.url).toBe('https://api.xmpush.xiaomi.com/v3/message/regid/revoke')
    expect(drafts[0] && requestBody(drafts[0])).toEqual({ registration_ids: 'a+=,b+=', job_keys: form['extra.jobkey'] })
    expect(result).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }])
  })

  it('recalls by another path where config states one', () => {
    const moved = xiaomi({ apps: [app], recallPath: '/v5/message/revoke' })
    const batch = sampleBatch(moved, sampleNotification(), [sampleTarget('a+=')])
    const { drafts } = drive(moved.recall?.(batch) as never, () => jsonResponse(200, { result: 'ok', code: 0 }))
    expect(drafts[0]?.url).toBe('https://api.xmpush.xiaomi.com/v5/message/revoke')
  })

  it.each([
    ['an unknown message', 200, { code: 65028 }, { kind: 'rejected', fault: 'payload' }],
    ['a call that is switched off', 404, {}, { kind: 'rejected', fault: 'payload' }],
    ['a page of a proxy', 200, '<html>', { kind: 'protocol' }],
  ] as const)('reports a failed recall: %s', (_, status, body, answer) => {
    const batch = sampleBatch(channel, sampleNotification(), [sampleTarget('a+=')])
    const { result } = drive(channel.recall?.(batch) as never, () => jsonResponse(status, body))
    expect(result).toMatchObject([answer])
  })
})
