import QuickLRU from 'quick-lru'

/** A push that stands on a device under one replace id, or may. */
export interface AcceptedPush {
  readonly message: string
  readonly revision: number
  /** UNIX ms. */
  readonly sentAt: number
  readonly channel: string
  /** false: it may have been taken, but the answer was lost. */
  readonly certain: boolean
}

/** What stands on which device: so that an older push does not cover a newer one, and a revoke finds what it takes back. */
export interface AcceptedPushes {
  /** The newest that a vendor accepted. */
  last(recipient: string, device: string, replaceId: string): AcceptedPush | undefined
  /** The same, or else one whose answer was lost. */
  standing(recipient: string, device: string, replaceId: string): AcceptedPush | undefined
  /** What is older than the one that stands does not take its place. */
  record(recipient: string, device: string, replaceId: string, push: AcceptedPush): void
  /** How many were forgotten so far, as there is room for so many only. */
  readonly forgotten: number
}

type Age = Pick<AcceptedPush, 'message' | 'revision' | 'sentAt'>

/** Older is lower (revision, sentAt); between two messages with one collapse key, whose revisions tell nothing of each other, sentAt alone. */
export function isOlder(push: Age, than: Age): boolean {
  if (push.message === than.message && push.revision !== than.revision) return push.revision < than.revision
  return push.sentAt < than.sentAt
}

/** Remembers at least half of `size`, and at most `size` of them, in this process; the longest untouched go first. */
export function createAcceptedPushes(size: number): AcceptedPushes {
  let forgotten = 0
  const onEviction = () => {
    forgotten++
  }
  // quick-lru keeps two generations of maxSize: dropping the oldest one by one is quadratic in a Map.
  const pushes = new QuickLRU<string, AcceptedPush>({ maxSize: Math.max(1, Math.ceil(size / 2)), onEviction })
  const keyOf = (recipient: string, device: string, replaceId: string) => `${recipient}\n${device}\n${replaceId}`
  return {
    get forgotten() {
      return forgotten
    },
    last(recipient, device, replaceId) {
      const found = pushes.get(keyOf(recipient, device, replaceId))
      return found?.certain === true ? found : undefined
    },
    standing: (recipient, device, replaceId) => pushes.get(keyOf(recipient, device, replaceId)),
    record(recipient, device, replaceId, push) {
      const key = keyOf(recipient, device, replaceId)
      const known = pushes.peek(key)
      if (known?.certain === true && (!push.certain || isOlder(push, known))) return
      pushes.set(key, push)
    },
  }
}
