import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import { describe, expect, it } from 'vitest'
import { runChaos } from './chaos-run.ts'

const transports = [
  ['nodeTransport()', (ca: string) => nodeTransport({ ca })],
  ['h2()', (ca: string) => h2({ ca, http1: nodeTransport({ ca }) })],
] as const

/** Each of the sandbox's faults that meet single requests; latency and jitter meet them all. */
const fates = ['cut', 'expire', 'goaway', 'halfOpen', 'lowerStreams', 'refuse', 'reset', 'slow', 'stall', 'storm', 'swapCertificate']

describe('chaos', () => {
  it.each(transports)(
    '5,000 pushes over every vendor through %s: an Outcome for every token, no duplicate without a lost answer, and the heap back',
    async (_, transport) => {
      const report = await runChaos({ pushes: 5000, seed: 7, transport })
      expect(report).toMatchObject({ outcomes: 5000, missing: 0, repeated: 0, duplicates: 0 })
      expect(report.byStatus.accepted ?? 0).toBeGreaterThan(4900)
      expect(Object.keys(report.faults).sort()).toEqual(fates)
      expect(report.lost).toBeGreaterThan(10)
      // 5,000 pushes of which nothing was forgotten would hold a hundred.
      expect(report.heapGrowthMb).toBeLessThan(15)
    },
    120_000,
  )
})
