import { describe, expect, it } from 'vitest'
import { aDevice, aMessage, aRecipient, fakeChannel } from './engine.fixture.ts'
import { createExplainer } from './explain.ts'

const channel = fakeChannel('fake', {
  limits: { tokens: 1, body: { max: 10, unit: 'code-point' }, token: /^[\w-]+$/ },
  textLimits: ({ long }) => ({ body: { max: long === true ? 20 : 10, unit: 'code-point' } }),
  settingsSchema: { $id: 'https://rouse.dev/test/fake-settings.json', type: 'object' },
})

describe('limits of texts that a message changes by what it states for a vendor', () => {
  it.each([
    [{}, `${'x'.repeat(9)}…`, 'body cut from 30 to 10 (code-point)'],
    [{ long: true }, `${'x'.repeat(19)}…`, 'body cut from 30 to 20 (code-point)'],
  ])('%j', async (fake, body, detail) => {
    const explainer = createExplainer({ channels: [channel] })
    const [decision] = await explainer.explain(aMessage({ push: { body: 'x'.repeat(30), vendors: { fake } } }), aRecipient('a', { devices: [aDevice('d')] }))
    expect(decision?.request?.body).toMatchObject({ body })
    expect(decision?.notes).toEqual([{ code: 'text-truncated', detail }])
  })
})
