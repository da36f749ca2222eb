import { describe, expect, it } from 'vitest'
import { callWithAnything, hostileEntries } from './hostile-input-run.ts'

/** `receive` and `replaceCredential` take what a vendor or an operator hands over; `npm run fuzz -- --only input` drives them too. */
const entries = hostileEntries.filter(name => name !== 'receive' && name !== 'replaceCredential')

describe('hostile values', () => {
  it('at any entry end in Outcomes or a RouseError of bounded size, and the engine serves the next call', async () => {
    expect(await callWithAnything({ calls: 400, only: entries })).toEqual({ calls: 400 })
  }, 120_000)
})
