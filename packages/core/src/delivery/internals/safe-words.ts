import type { Answer, Target } from '../../channel/contract.ts'
import { mayHold, redact } from '../../channel/toolkit/redact.ts'

/** UTF-16 units of a detail, and of a vendor's id or code. */
const longest = { detail: 400, id: 200 } as const
/** Ids that hold no token whatever they are: UUIDs, and what is shorter than any part of a token that counts. */
const harmless = /^(?:[\w.:-]{0,7}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i
/** Words that delivery itself writes most often. */
const ours: ReadonlySet<string> = new Set(['network', 'timeout', 'unavailable', 'throttled', 'protocol', 'exhausted', 'paused', 'closed', 'queue-full'])

/**
 * The last line of defence: no token of a job reaches an Outcome, even if a channel forgets to redact. A channel's words are usually
 * equal for all targets of a request, so the last one is remembered.
 */
export class SafeWords {
  readonly #targets: readonly Target[]
  #last = ''
  #lastSafe = ''

  constructor(targets: readonly Target[]) {
    this.#targets = targets
  }

  /** A detail. */
  text(words: string): string {
    return ours.has(words) ? words : this.#clean(words, longest.detail)
  }

  /** The answer itself, where nothing of it is to be changed. */
  answer(answer: Answer): Answer {
    const { code, detail, vendorId } = answer
    const safeCode = this.#id(code)
    const safeId = vendorId === undefined || this.#isPlainId(answer.kind, vendorId) ? vendorId : this.#id(vendorId)
    const safeDetail = detail === undefined ? undefined : this.text(detail)
    if (safeCode === code && safeId === vendorId && safeDetail === detail) return answer
    return {
      ...answer,
      code: safeCode,
      ...(safeDetail === undefined ? {} : { detail: safeDetail }),
      ...(safeId === undefined ? {} : { vendorId: safeId }),
    }
  }

  /** The id of an accepted push is on the way of most: it is not looked into for base64, which no vendor makes of a token there. */
  #isPlainId(kind: Answer['kind'], id: string): boolean {
    const [only] = this.#targets
    return kind === 'accepted' && this.#targets.length === 1 && only !== undefined && id.length <= longest.id && !mayHold(id, only.token.reveal(), false)
  }

  #id(id: string): string {
    return harmless.test(id) ? id : this.#clean(id, longest.id)
  }

  #clean(words: string, max: number): string {
    if (typeof words !== 'string') return '[not text]'
    if (words !== this.#last) {
      this.#lastSafe = redact(words, this.#targets, max)
      this.#last = words
    }
    return this.#lastSafe
  }
}
