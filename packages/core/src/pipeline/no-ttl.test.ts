import { describe, expect, it } from 'vitest'
import { json } from '../channel/wire.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import { createExplainer } from '../engine/explain.ts'

const plain = fakeChannel('fake')
const withoutTtl = fakeChannel('fake', {
  capabilities: { ...plain.capabilities, ttl: false },
  *send({ payload, targets: [target] }) {
    const { ttl } = (payload as unknown as { readonly notification: { readonly ttl: number | null } }).notification
    yield { method: 'POST', url: `https://fake.test/${target?.token.reveal()}`, headers: {}, body: { json: json({ ttl }) } }
    return [{ kind: 'accepted', code: '200' }]
  },
})

describe('a channel whose vendor has no time to live', () => {
  it.each([0, 60, 86_400])('gets none where %d s are stated, and a note says so', async ttl => {
    const explainer = createExplainer({ channels: [withoutTtl], policy: { name: 'p', rules: [] } })
    const [decision] = await explainer.explain(aMessage({ push: { ttl } }), aRecipient('alice'))
    expect(decision?.request?.body).toEqual({ ttl: null })
    expect(decision?.notes.map(({ code }) => code)).toContain('ttl-unsupported')
  })

  it('has no note where nobody states one', async () => {
    const explainer = createExplainer({ channels: [withoutTtl], policy: { name: 'p', rules: [] } })
    const [decision] = await explainer.explain(aMessage(), aRecipient('alice'))
    expect(decision?.request?.body).toEqual({ ttl: null })
    expect(decision?.notes.map(({ code }) => code)).not.toContain('ttl-unsupported')
  })

  it('still gets a push for now or never', async () => {
    const { transport } = fakeTransport()
    const engine = createEngine({ channels: [withoutTtl], transport, policy: { name: 'p', rules: [] } })
    expect(await engine.push(aMessage({ push: { ttl: 0 } }), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
    await engine.close()
  })
})
