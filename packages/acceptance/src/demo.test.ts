import { type Outcome, reasons } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { demo } from '../../cli/src/demo/demo.ts'

async function run(json: boolean) {
  const out: string[] = []
  const code = await demo(
    { json },
    { env: {}, out: line => void out.push(line), err: line => void out.push(line), stdin: () => Promise.resolve(''), stopped: () => Promise.resolve() },
  )
  return { code, out }
}

describe('the demo', () => {
  it('prints one Outcome a line, and last the summary with every reason', async () => {
    const { code, out } = await run(true)
    expect(code).toBe(0)
    const { summary } = JSON.parse(out.at(-1) ?? '') as { summary: { decisions: number; pushed: number; accepted: number; suppressed: Record<string, number> } }
    const outcomes = out.slice(0, -1).map(line => JSON.parse(line) as Outcome)
    expect(summary.suppressed).toEqual(Object.fromEntries(reasons.map(reason => [reason, 1])))
    const channels = new Set(outcomes.flatMap(({ status, channel }) => (status === 'accepted' ? [channel] : [])))
    expect([...channels].sort()).toEqual(['apns', 'fcm', 'harmony', 'honor', 'huawei', 'meizu', 'oppo', 'vivo', 'xiaomi'])
    expect(summary.pushed).toBe(summary.accepted)
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(summary.accepted)
    expect(outcomes).toHaveLength(summary.decisions)
  })

  it('prints a table that a person reads in one look', async () => {
    const { out } = await run(false)
    expect(out[0]).toMatch(/recipient .* device .* decision .* channel .* title .* body .* sound .* badge .* vendor answered/)
    expect(out[0]).toContain('suppress: disabled-globally')
  })
})
