import QuickLRU from 'quick-lru'

/** The last push that a vendor accepted for one device and replace id. */
export interface AcceptedPush {
  readonly message: string
  readonly revision: number
  /** UNIX ms. */
  readonly sentAt: number
  readonly channel: string
}

/** What stands on which device: so that an older push does not cover a newer one, and a revoke finds what it takes back. */
export interface AcceptedPushes {
  last(recipient: string, device: string, replaceId: string): AcceptedPush | undefined
  record(recipient: string, device: string, replaceId: string, push: AcceptedPush): void
}

/** Older is lower (revision, sentAt): of one message, or of two with the same collapse key. */
export function isOlder(push: Pick<AcceptedPush, 'revision' | 'sentAt'>, than: Pick<AcceptedPush, 'revision' | 'sentAt'>): boolean {
  return push.revision !== than.revision ? push.revision < than.revision : push.sentAt < than.sentAt
}

/** Remembers at least half of `size`, and at most `size` of them, in this process; the longest untouched go first. */
export function createAcceptedPushes(size: number): AcceptedPushes {
  // quick-lru keeps two generations of maxSize: dropping the oldest one by one is quadratic in a Map.
  const pushes = new QuickLRU<string, AcceptedPush>({ maxSize: Math.max(1, Math.ceil(size / 2)) })
  const keyOf = (recipient: string, device: string, replaceId: string) => `${recipient}\n${device}\n${replaceId}`
  return {
    last: (recipient, device, replaceId) => pushes.get(keyOf(recipient, device, replaceId)),
    record(recipient, device, replaceId, push) {
      pushes.set(keyOf(recipient, device, replaceId), push)
    },
  }
}
