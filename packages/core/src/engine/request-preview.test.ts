import { describe, expect, it } from 'vitest'
import type { AnyChannel } from '../channel/contract.ts'
import { tokenHash } from '../channel/secret.ts'
import { json } from '../channel/wire.ts'
import { aDevice, aMessage, aRecipient, fakeChannel } from './engine.fixture.ts'
import { createExplainer } from './explain.ts'

/** Sends the token in the URL, percent-encoded, in a header, in a list, as a field's name, and the texts beside it. */
const everywhere: Partial<AnyChannel> = {
  limits: { tokens: 1, payload: 4096, token: /^.+$/ },
  *send({ payload, targets: [target] }) {
    const token = target?.token.reveal() ?? ''
    const { title, body } = (payload as unknown as { readonly notification: { readonly title: string; readonly body: string } }).notification
    const content = { title, body, list: ['a', token], byToken: { [token]: { badge: target?.badge ?? null } }, lower: token.toLowerCase() }
    yield {
      method: 'POST',
      url: `https://a.test/${encodeURIComponent(token)}/a`,
      headers: { topic: 'com.example.a', to: `t=${token}` },
      body: { json: json(content) },
    }
    return []
  },
}

const previewOf = async (token: string, showTokens = false) => {
  const device = { ...aDevice('d'), registrations: [{ channel: 'fake', token, app: 'com.example.chat' }] }
  const message = aMessage({ elements: [{ type: 'text', text: `a word with ${token} in it` }] })
  const explainer = createExplainer({ channels: [fakeChannel('fake', everywhere)], policy: { name: 'p', rules: [] } })
  const [decision] = await explainer.explain(message, aRecipient('alice', { devices: [device], unread: 1 }), { showTokens })
  return decision?.request
}

describe('a request preview', () => {
  it.each(['a', 't', '1', 'word', 'Bob', 'a word', '00ff00ff', 'with:colon/slash', 'c0ffee:APA91-x_y'])(
    'hides the token %j where it is one, and no text like it',
    async token => {
      const hash = tokenHash(token)
      expect(await previewOf(token)).toEqual({
        channel: 'fake',
        method: 'POST',
        url: `https://a.test/${hash}/a`,
        headers: { topic: 'com.example.a', to: `t=${hash}` },
        body: {
          title: expect.any(String),
          body: `a word with ${token} in it`,
          list: ['a', hash],
          byToken: { [hash]: { badge: 1 } },
          lower: hash,
        },
        tokens: [hash],
      })
    },
  )

  it('hides a token without letters and digits, too', async () => {
    const request = await previewOf('——')
    expect(JSON.stringify(request)).not.toContain('——')
    expect(request?.tokens).toEqual([tokenHash('——')])
  })

  it('shows the token when asked', async () => {
    expect(await previewOf('c0ffee', true)).toMatchObject({ tokens: ['c0ffee'], url: 'https://a.test/c0ffee/a', headers: { to: 't=c0ffee' } })
  })
})
