import { createBoundedMap } from './bounded-map.ts'

/** The newest push that set each device's badge: an older one that goes again leaves it alone. */
export interface BadgeVersions {
  /** `serial`: the place of the push among all that came to this engine. */
  record(recipient: string, device: string, serial: number): void
  /** Whether a push with a higher serial has set the badge. */
  isStale(recipient: string, device: string, serial: number): boolean
}

/** Remembers at least half of `size` of the newest, and at most `size`, in this process. */
export function createBadgeVersions(size: number): BadgeVersions {
  const serials = createBoundedMap<string, number>(size)
  const keyOf = (recipient: string, device: string) => `${recipient}\n${device}`
  return {
    record(recipient, device, serial) {
      const key = keyOf(recipient, device)
      if ((serials.peek(key) ?? 0) < serial) serials.set(key, serial)
    },
    isStale: (recipient, device, serial) => (serials.get(keyOf(recipient, device)) ?? 0) > serial,
  }
}
