import { type Vendor, vendors } from '../common/vendor.ts'
import { type ChaosOptions, type Fate, fates } from './options.ts'
import { createRandom } from './random.ts'

/** What is to happen to one request. */
export interface Plan {
  readonly fate: Fate | null
  /** Ms before the answer. */
  readonly delay: number
  /** In a storm: which of the vendor's two words, throttled or unavailable. */
  readonly storm: 'throttled' | 'unavailable' | null
  readonly options: ChaosOptions
}

/** Draws fates. */
export interface Chaos {
  /** The plan for a vendor's next request; null: nothing is to happen. `now`: UNIX ms, by the machine. */
  next(vendor: Vendor, now: number): Plan | null
  /** Whether a vendor's access tokens may expire now: not again, on any of its servers, within `expireGapMs` or its own `gapMs`. `now`: UNIX ms, by the machine. */
  mayExpire(vendor: Vendor, now: number, gapMs: number): boolean
  /** null ends all chaos. */
  set(options: ChaosOptions | null): void
  /** How often each fate was drawn since the last `set`, by one vendor's requests or by all. */
  drawn(vendor?: Vendor): Readonly<Partial<Record<Fate, number>>>
}

/** No chaos, until it is set. */
export function createChaos(): Chaos {
  let options: ChaosOptions | null = null
  let randoms = new Map<Vendor, () => number>()
  let storms = new Map<Vendor, { readonly until: number; readonly word: 'throttled' | 'unavailable' }>()
  let expired = new Map<Vendor, number>()
  let drawn = new Map<Vendor, Partial<Record<Fate, number>>>()

  const draw = (random: () => number, from: ChaosOptions): Fate | null => {
    let left = random()
    for (const fate of fates) {
      left -= from[fate]
      if (left < 0) return fate
    }
    return null
  }

  const count = (vendor: Vendor, fate: Fate): void => {
    const counts = drawn.get(vendor) ?? {}
    drawn.set(vendor, counts)
    counts[fate] = (counts[fate] ?? 0) + 1
  }

  return {
    next(vendor, now) {
      if (!options) return null
      const random = randoms.get(vendor) ?? createRandom(options.seed * 31 + vendors.indexOf(vendor))
      randoms.set(vendor, random)
      const fate = draw(random, options)
      const delay = options.latencyMs + Math.floor(random() * (options.jitterMs + 1))
      const word = random() < 0.5 ? 'throttled' : 'unavailable'
      if (fate) count(vendor, fate)
      if (fate === 'storm') storms.set(vendor, { until: now + options.stormMs, word })
      const storm = storms.get(vendor)
      return { fate, delay, storm: storm && storm.until > now ? storm.word : null, options }
    },
    mayExpire(vendor, now, gapMs) {
      const last = expired.get(vendor)
      if (!options || (last !== undefined && now - last < Math.max(options.expireGapMs, gapMs))) return false
      expired.set(vendor, now)
      return true
    },
    set(next) {
      options = next
      randoms = new Map()
      storms = new Map()
      expired = new Map()
      drawn = new Map()
    },
    drawn(vendor) {
      const total: Partial<Record<Fate, number>> = {}
      for (const [each, counts] of drawn) {
        if (vendor !== undefined && vendor !== each) continue
        for (const fate of fates) if (counts[fate] !== undefined) total[fate] = (total[fate] ?? 0) + counts[fate]
      }
      return total
    },
  }
}
