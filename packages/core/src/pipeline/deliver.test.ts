import { describe, expect, it } from 'vitest'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { Outcome } from '../model/outcome.ts'

/** A promise that the test settles. */
function held() {
  let release = (_: string): void => undefined
  const answer = new Promise<string>(resolve => {
    release = resolve
  })
  return { answer, release }
}

describe('the ends of a page', () => {
  it('are told as they come: none waits for the slowest', async () => {
    const slow = held()
    const { transport } = fakeTransport(token => (token.startsWith('slow') ? slow.answer : 'ok'))
    const engine = createEngine({ channels: [fakeChannel('fake')], transport })
    const told: Outcome[] = []
    const quick = new Promise<void>(resolve => {
      engine.outcomes$.subscribe(one => {
        told.push(one)
        if (told.length === 3) resolve()
      })
    })
    const pushed = engine.push(aMessage(), [aRecipient('a'), aRecipient('slow'), aRecipient('b'), aRecipient('c')])
    await quick
    expect(told.map(({ recipient, status }) => `${recipient} ${status}`).sort()).toEqual(['a accepted', 'b accepted', 'c accepted'])
    slow.release('ok')
    expect(await pushed).toHaveLength(4)
    expect(told).toHaveLength(4)
    await engine.close()
  })

  it('the next channel is tried as soon as one is found down, while others of the page are under way', async () => {
    const slow = held()
    const { transport, sent } = fakeTransport((token, channel) => (token.startsWith('slow') ? slow.answer : channel === 'first' ? 'gone' : 'ok'))
    const engine = createEngine({ channels: [fakeChannel('first'), fakeChannel('second')], transport })
    const fallen = new Promise<Outcome>(resolve => {
      engine.outcomes$.subscribe(one => {
        if (one.recipient === 'falls' && one.channel === 'second') resolve(one)
      })
    })
    const devices = (id: string) => [aDevice(`${id}-phone`, {}, ['first', 'second'])]
    const pushed = engine.push(aMessage(), [aRecipient('slow', { devices: devices('slow') }), aRecipient('falls', { devices: devices('falls') })])
    expect(await fallen).toMatchObject({ status: 'accepted' })
    expect(sent.map(({ channel, token }) => `${channel} ${token}`)).toEqual(['first slow-phone-first', 'first falls-phone-first', 'second falls-phone-second'])
    slow.release('ok')
    expect(await pushed).toHaveLength(3)
    await engine.close()
  })

  it('those that come together go on together, in the order in which they came', async () => {
    const first = held()
    const second = held()
    const { transport } = fakeTransport(token => (token.startsWith('a') ? second.answer : first.answer))
    const engine = createEngine({ channels: [fakeChannel('fake')], transport })
    const told: string[] = []
    engine.outcomes$.subscribe(({ recipient }) => told.push(String(recipient)))
    const pushed = engine.push(aMessage(), [aRecipient('a'), aRecipient('b'), aRecipient('c')])
    first.release('ok')
    await new Promise(resolve => setImmediate(resolve))
    expect(told).toEqual(['b', 'c'])
    second.release('ok')
    await pushed
    expect(told).toEqual(['b', 'c', 'a'])
    await engine.close()
  })
})
