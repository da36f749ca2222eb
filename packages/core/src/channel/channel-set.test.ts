import { describe, expect, it } from 'vitest'
import { scriptedChannel } from '../delivery/testing.fixture.ts'
import { createChannelSet } from './channel-set.ts'
import type { App } from './contract.ts'
import { secret } from './secret.ts'

const europe = ['DE', 'FR', 'EU']
const regionName = (stated: string) => (europe.includes(stated.toUpperCase()) ? 'EU' : stated.toUpperCase())

/** The entry that serves a registration of this region, by its mark. */
function servedBy(apps: readonly (App & { readonly mark: string })[], region: string | null | undefined, named = true): string | null {
  const channel = scriptedChannel({ apps, ...(named ? { regionName } : {}) })
  const registration = { channel: 'test', token: 't', app: 'a', ...(region === undefined ? {} : { region }) }
  const app = createChannelSet([channel]).appFor(channel, registration, secret('t'))
  return app === null ? null : (app as App & { mark: string }).mark
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
