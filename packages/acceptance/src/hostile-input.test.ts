import { describe, expect, it } from 'vitest'
import { callWithAnything } from './hostile-input-run.ts'

describe('hostile values', () => {
  it('at any entry end in Outcomes or a RouseError of bounded size, and the engine serves the next call', async () => {
    expect(await callWithAnything({ calls: 400 })).toEqual({ calls: 400 })
  }, 120_000)
})
