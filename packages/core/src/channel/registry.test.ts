import { describe, expect, it } from 'vitest'
import { scriptedChannel } from '../delivery/testing.fixture.ts'
import { fakeChannel } from '../engine/engine.fixture.ts'
import type { App } from './contract.ts'
import { createChannelSet } from './registry.ts'
import { secret } from './secret.ts'

const europe = ['DE', 'FR', 'EU']
const regionName = (stated: string) => (europe.includes(stated.toUpperCase()) ? 'EU' : stated.toUpperCase())

/** The entry that serves a registration of this region, by its mark. */
function servedBy(apps: readonly (App & { readonly mark: string })[], region: string | null | undefined, named = true): string | null {
  const channel = scriptedChannel({ apps, ...(named ? { regionName } : {}) })
  const registration = { channel: 'test', token: 't', app: 'a', ...(region === undefined ? {} : { region }) }
  const route = createChannelSet([channel]).routeFor(registration, secret('t'))
  return route == null ? null : (route.app as App & { mark: string }).mark
}

describe('the app entry for a region', () => {
  const open = { app: 'a', mark: 'open' }
  const german = { app: 'a', region: 'DE', mark: 'german' }

  it('is found by the name that a channel has for the region', () => {
    expect(servedBy([open, german], 'fr')).toBe('german')
    expect(servedBy([open, german], 'BR')).toBe('open')
    expect(servedBy([german], 'BR')).toBeNull()
  })

  it('is found by the word itself where a channel has no names', () => {
    expect(servedBy([open, german], 'FR', false)).toBe('open')
    expect(servedBy([open, german], 'DE', false)).toBe('german')
  })

  it('is the one that serves all where no region is known', () => {
    expect(servedBy([german, open], undefined)).toBe('open')
    expect(servedBy([german, open], null)).toBe('open')
  })
})

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
      expect(set.routeFor(registration(region), secret('IN_1'))).toMatchObject({ channel, app: overseas })
      expect(set.routeFor(registration(region), secret('CN_1'))).toMatchObject({ channel, app: china })
    }
  })

  it('is that of the stated region, where the token tells none', () => {
    const channel = fakeChannel('fake', { apps: [all, china, overseas] })
    const set = createChannelSet([channel])
    expect(set.routeFor(registration('CN'), secret('x'))).toMatchObject({ channel, app: china })
    expect(set.routeFor(registration('EU'), secret('x'))).toMatchObject({ channel, app: all })
    expect(set.routeFor(registration(), secret('x'))).toMatchObject({ channel, app: all })
  })

  it('is none where no entry serves it', () => {
    const channel = fakeChannel('fake', { apps: [china] })
    expect(createChannelSet([channel]).routeFor(registration('EU'), secret('x'))).toBeNull()
    expect(createChannelSet([channel]).routeFor({ ...registration(), app: 'com.example.other' }, secret('x'))).toBeNull()
    expect(createChannelSet([channel]).routeFor({ ...registration(), channel: 'other' }, secret('x'))).toBeUndefined()
  })
})
