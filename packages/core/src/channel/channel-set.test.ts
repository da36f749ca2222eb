import { describe, expect, it } from 'vitest'
import { fakeChannel } from '../pipeline/engine.fixture.ts'
import { createChannelSet } from './channel-set.ts'
import { secret } from './secret.ts'

const app = 'com.example.chat'
const registration = (region?: string) => ({ channel: 'fake', token: 'IN_1', app, ...(region === undefined ? {} : { region }) })
const china = { app, region: 'CN' }
const overseas = { app, region: 'INTL' }
const all = { app }

describe('the app entry for a registration', () => {
  it('is that of the region that the token itself tells, whatever the registration states', () => {
    const channel = fakeChannel('fake', { apps: [china, overseas], region: token => (token.reveal().startsWith('CN_') ? 'CN' : 'INTL') })
    const set = createChannelSet([channel])
    for (const region of [undefined, 'CN', 'IN']) {
      expect(set.appFor(channel, registration(region), secret('IN_1'))).toBe(overseas)
      expect(set.appFor(channel, registration(region), secret('CN_1'))).toBe(china)
    }
  })

  it('is that of the stated region, where the token tells none', () => {
    const channel = fakeChannel('fake', { apps: [all, china, overseas] })
    const set = createChannelSet([channel])
    expect(set.appFor(channel, registration('CN'), secret('x'))).toBe(china)
    expect(set.appFor(channel, registration('EU'), secret('x'))).toBe(all)
    expect(set.appFor(channel, registration(), secret('x'))).toBe(all)
  })

  it('is none where no entry serves it', () => {
    const channel = fakeChannel('fake', { apps: [china] })
    expect(createChannelSet([channel]).appFor(channel, registration('EU'), secret('x'))).toBeNull()
    expect(createChannelSet([channel]).appFor(channel, { ...registration(), app: 'com.example.other' }, secret('x'))).toBeNull()
  })
})
