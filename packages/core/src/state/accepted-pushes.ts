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
  readonly evictedCount: number
}

type Age = Pick<AcceptedPush, 'message' | 'revision' | 'sentAt'>

/** Older is lower (revision, sentAt); between two messages with one collapse key, whose revisions tell nothing of each other, sentAt alone. */
export function isOlder(push: Age, than: Age): boolean {
  if (push.message === than.message && push.revision !== than.revision) return push.revision < than.revision
  return push.sentAt < than.sentAt
}

/** What stands on one device; `next`: on another one of the same recipient. */
interface Shown {
  readonly recipient: string
  readonly device: string
  push: AcceptedPush
  next: Shown | undefined
}

/** All devices of one replace id: most have one, and no table for it. */
interface Devices {
  readonly first: Shown
  /** By recipient. */
  rest: Map<string, Shown> | null
}

/** What was recorded in one stretch of time, by replace id. */
class Generation {
  readonly #devices = new Map<string, Devices>()
  size = 0

  find(recipient: string, device: string, replaceId: string): Shown | undefined {
    const devices = this.#devices.get(replaceId)
    let one = devices === undefined ? undefined : ofRecipient(devices, recipient)
    while (one !== undefined && one.device !== device) one = one.next
    return one
  }

  add(recipient: string, device: string, replaceId: string, push: AcceptedPush): void {
    this.size++
    const shown: Shown = { recipient, device, push, next: undefined }
    const devices = this.#devices.get(replaceId)
    if (devices === undefined) {
      this.#devices.set(replaceId, { first: shown, rest: null })
      return
    }
    const other = ofRecipient(devices, recipient)
    if (other !== undefined) {
      shown.next = other.next
      other.next = shown
      return
    }
    devices.rest ??= new Map()
    devices.rest.set(recipient, shown)
  }
}

const ofRecipient = ({ first, rest }: Devices, recipient: string): Shown | undefined => (first.recipient === recipient ? first : rest?.get(recipient))

/** Remembers at least half of `size`, and at most `size` of them, in this process; the oldest go first, half of them at a time. */
export function createAcceptedPushes(size: number): AcceptedPushes {
  const most = Math.max(1, Math.ceil(size / 2))
  let newer = new Generation()
  let older = new Generation()
  let forgotten = 0
  const find = (recipient: string, device: string, replaceId: string) => newer.find(recipient, device, replaceId) ?? older.find(recipient, device, replaceId)
  return {
    get evictedCount() {
      return forgotten
    },
    last(recipient, device, replaceId) {
      const push = find(recipient, device, replaceId)?.push
      return push?.certain === true ? push : undefined
    },
    standing: (recipient, device, replaceId) => find(recipient, device, replaceId)?.push,
    record(recipient, device, replaceId, push) {
      const known = find(recipient, device, replaceId)
      if (known === undefined) {
        if (newer.size >= most) {
          forgotten += older.size
          older = newer
          newer = new Generation()
        }
        newer.add(recipient, device, replaceId, push)
      } else if (!known.push.certain || (push.certain && !isOlder(push, known.push))) known.push = push
    },
  }
}
