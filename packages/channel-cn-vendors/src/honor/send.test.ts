import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { channel } from './samples.fixture.ts'

const tokensIn = (body: object) => (body as { token: readonly string[] }).token
const sent = (tokens: readonly string[]) => {
  const targets = tokens.map((token, n) => sampleTarget(token, 7, n))
  return drive(channel.send(sampleBatch(channel, sampleNotification(), targets)), () => jsonResponse(200, { code: 200, data: { sendResult: true } }))
}

describe('sending to Honor', () => {
  it('puts a thousand tokens into one request, and makes none for no token', () => {
    const tokens = Array.from({ length: 1000 }, (_, n) => `t-${n}`)
    const { drafts, result } = sent(tokens)
    expect(drafts.map(draft => tokensIn(requestBody(draft) as object))).toEqual([tokens])
    expect(result.map(({ kind }) => kind)).toEqual(tokens.map(() => 'accepted'))
    expect(sent([])).toEqual({ drafts: [], result: [] })
  })

  it('names a token once that stands twice in a batch, and answers both', () => {
    const { drafts, result } = sent(['t-1', 't-2', 't-1'])
    expect(drafts.map(draft => tokensIn(requestBody(draft) as object))).toEqual([['t-1', 't-2']])
    expect(result).toHaveLength(3)
  })
})
