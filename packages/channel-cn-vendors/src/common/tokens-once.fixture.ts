import type { AnyChannel, Json } from '@rouse/core/channel'
import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { expect, it } from 'vitest'

/** What holds of a vendor that takes a thousand tokens in one request and answers for all of them: `taken` is its answer, `tokensIn` finds the tokens in a body. */
export function itSendsTokensOnce(channel: AnyChannel, taken: Json, tokensIn: (body: never) => readonly string[]): void {
  const sent = (tokens: readonly string[]) => {
    const targets = tokens.map((token, n) => sampleTarget(token, 7, n))
    const { drafts, result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets)), () => jsonResponse(200, taken))
    return { requests: drafts.map(draft => tokensIn(requestBody(draft) as never)), result }
  }

  it('puts a thousand tokens into one request, and makes none for no token', () => {
    const tokens = Array.from({ length: 1000 }, (_, n) => `t-${n}`)
    const { requests, result } = sent(tokens)
    expect(requests).toEqual([tokens])
    expect(result.map(({ kind }) => kind)).toEqual(tokens.map(() => 'accepted'))
    expect(sent([])).toEqual({ requests: [], result: [] })
  })

  it('names a token once that stands twice in a batch, and answers both', () => {
    const { requests, result } = sent(['t-1', 't-2', 't-1'])
    expect(requests).toEqual([['t-1', 't-2']])
    expect(result).toHaveLength(3)
  })
}
