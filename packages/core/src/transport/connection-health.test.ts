import { describe, expect, it } from 'vitest'
import { ConnectionHealth, checkIntervalMs, type HealthLimits, healthDefaults } from './connection-health.ts'

/** A connection's owner with a clock of the test's; what it was told to do, by time. */
function owner(limits: Partial<HealthLimits> = {}) {
  const all = { ...healthDefaults, ...limits }
  const health = new ConnectionHealth(all, 0)
  const done: string[] = []
  let now = 0
  return {
    health,
    done,
    start() {
      if (!health.start(now)) return
      done.push(`ping ${now}`)
      health.pinged()
    },
    /** Checks every 250 ms, as the defaults ask for. */
    pass(ms: number, busy: boolean, stepMs = 250) {
      for (const end = now + ms; now < end; ) {
        now += stepMs
        const due = health.check(now, busy)
        if (due === null) continue
        done.push(`${due} ${now}`)
        if (due === 'dead') return
        health.pinged()
      }
    },
  }
}

describe('the health of a connection', () => {
  it('after a minute without a request, the next one takes a PING along, and 3 s of silence are the end', () => {
    const it1 = owner()
    it1.pass(60_000, false)
    it1.start()
    it1.pass(3000, true)
    expect(it1.done).toEqual(['ping 60000', 'dead 63000'])
  })

  it('after a shorter pause the PING goes out in the silence, and the end is the same', () => {
    const it1 = owner()
    it1.pass(30_000, false)
    it1.start()
    it1.pass(3000, true)
    expect(it1.done).toEqual(['ping 31000', 'dead 33000'])
  })

  it('an answer to the PING, or any other bytes, keep it alive', () => {
    const it1 = owner()
    it1.pass(60_000, false)
    it1.start()
    it1.pass(2000, true)
    it1.health.hear()
    it1.health.answered()
    it1.pass(1500, true)
    it1.health.hear()
    it1.health.answered()
    // One PING in ten seconds of one wait.
    it1.pass(9500, true)
    expect(it1.done).toEqual(['ping 60000', 'ping 63250'])
    it1.pass(3000, true)
    expect(it1.done).toEqual(['ping 60000', 'ping 63250', 'ping 73250', 'dead 75000'])
  })

  it('bytes without the answer to the PING bear it for pingTimeoutMs', () => {
    const it1 = owner()
    it1.pass(60_000, false)
    it1.start()
    for (let i = 0; i < 10; i++) {
      it1.health.hear()
      it1.pass(750, true)
    }
    expect(it1.done[1]).toMatch(/^dead 65/)
  })

  it('a process that stood still counts a third of the time at most for each check', () => {
    const it1 = owner()
    it1.pass(60_000, false)
    it1.start()
    it1.pass(120_000, true, 60_000)
    expect(it1.done).toEqual(['ping 60000'])
    it1.health.hear()
    it1.health.answered()
    it1.pass(500, true)
    expect(it1.done).toEqual(['ping 60000'])
  })

  it('without requests a PING goes out about hourly', () => {
    const it1 = owner()
    it1.pass(3_600_000, false, 1000)
    expect(it1.done).toEqual([])
    it1.pass(1000, false, 1000)
    expect(it1.done).toEqual(['ping 3601000'])
  })

  it('is checked four times in its shortest limit, every second at least', () => {
    expect(checkIntervalMs(healthDefaults)).toBe(250)
    expect(checkIntervalMs({ ...healthDefaults, deadAfterMs: 20 })).toBe(10)
    expect(checkIntervalMs({ idlePingMs: 1e6, silenceMs: 1e6, deadAfterMs: 1e6, pingIntervalMs: 1e6, pingTimeoutMs: 1e6 }, 400)).toBe(100)
  })
})
