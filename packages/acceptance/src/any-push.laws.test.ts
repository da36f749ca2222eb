import { vendors } from '@rouse/sandbox'
import { describe, expect, it } from 'vitest'
import { pushAnything } from './any-push-run.ts'

describe('any message with any settings, to a phone of every vendor', () => {
  it.each([
    ['as the sandbox configures the channels', false],
    ['with everything switched on', true],
  ])(
    'is a request that the payload schema and the emulator take, in UTF-8 and bounded work, %s',
    async (_, full) => {
      const messages = 200
      const { accepted, tooLarge } = await pushAnything({ messages, full })
      // Most of them went out: the rest had no text.
      for (const vendor of vendors) expect([vendor, accepted[vendor] > messages, tooLarge[vendor] < messages / 5]).toEqual([vendor, true, true])
    },
    // Slow on a busy machine: texts of 100 kB are fitted to every limit.
    300_000,
  )
})
