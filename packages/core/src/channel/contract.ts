import type { Note } from '../model/decision.ts'
import type { Json, JsonSchema } from '../model/json.ts'
import type { Issue } from '../model/mistake.ts'
import type { Validator } from '../model/validator.ts'
import type { Counting } from '../text/count.ts'
import type { Rate } from './rate.ts'
import type { Secret } from './secret.ts'
import type { Draft, Exchange, WireRequest, WireResponse } from './wire.ts'

/** One entry of config `channels.<name>.apps`; a channel adds its own ids, hosts and secrets. */
export interface App {
  readonly app: string
  readonly environment?: 'production' | 'development'
  readonly region?: string
}

/** What a channel may know of a device when it says whether it fits. */
export interface DeviceFacts {
  readonly id: string
  readonly platform: string
  /** Trimmed and in lower case. */
  readonly maker?: string
  readonly osVersion?: string
  readonly playServices?: boolean
  readonly hmsVersion?: number | null
  readonly region?: string
}

/** A registration as a channel sees it: the token hidden. */
export interface RegistrationFacts {
  readonly channel: string
  readonly token: Secret
  readonly app: string
  readonly kind: 'alert' | 'voip' | 'fid'
  readonly environment: 'production' | 'development'
  readonly region?: string | null
}

export type NotificationSound = { readonly kind: 'default' } | { readonly kind: 'silent' } | { readonly kind: 'file'; readonly name: string }

/** Merged settings and text for one class of recipients, vendor-neutral; texts are already fitted to `limits`. */
export interface Notification {
  readonly messageId: string
  /** The message's revision; absent: 0. An edit has the same messageId and a higher one. */
  readonly revision?: number
  /** Derived from the message id, or the stated collapseKey: a push with the same one takes its place. */
  readonly replaceId: string
  /** The collapseKey as stated, if it was. */
  readonly collapseKey?: string
  /** false: `collapseKey: null` was stated, the vendor's default: a channel leaves out what makes the vendor replace one push by another. Default true. */
  readonly collapses?: boolean
  readonly conversation: { readonly type: 'c2c' | 'group'; readonly id: string; readonly name?: string }
  readonly sender: { readonly id: string; readonly name?: string }
  readonly title: string
  readonly subtitle?: string
  readonly body: string
  readonly image?: string
  readonly ext?: { readonly text: string; readonly encoding?: 'base64' }
  /** `file.name` is already what this platform wants: a bare file name (Apple) or raw resource name (others). */
  readonly sound: NotificationSound
  /** false: the badge is left alone. */
  readonly badge: boolean
  /** The registration's kind. */
  readonly kind: 'alert' | 'voip' | 'fid'
  readonly category: string
  readonly priority: 'high' | 'normal'
  readonly importance?: 'low' | 'normal'
  /** Seconds left, within `limits.ttl` or 0: now or never; null: the vendor's own default, leave the field out. */
  readonly ttl: number | null
  /** UNIX seconds: the moment it ends for Rouse; a vendor's field is written only when `ttl` is stated. */
  readonly expiresAt: number
  /** The app is opened by a plain click, or told of it (`custom`). */
  readonly notifyMode: 'normal' | 'custom'
  /**
   * true: an edit or a withdrawal, which replaces a push that is already displayed. `sound` is silent and `priority` normal; a channel says as
   * quietly as its vendor can, and never adds 1 to a badge: it sets the badge where the count is known, or leaves it out.
   * Source: docs/semantics.md, "Edits, withdrawals, badges".
   */
  readonly replaces?: boolean
  /**
   * true: it displays that the message was withdrawn. It has the message's own id and revision, so that an id by which a vendor drops
   * repeats must be another one than that of the message.
   */
  readonly withdraws?: boolean
  readonly click: { readonly kind: 'app' } | { readonly kind: 'url' | 'intent'; readonly value: string }
  readonly channelId?: string
  /** Absent: the channel groups by conversation; null: no group, on purpose. */
  readonly threadId?: string | null
  /** Apple's own words, as stated; nothing on other platforms. */
  readonly ios?: { readonly category?: string; readonly interruptionLevel?: string; readonly mutableContent?: boolean }
  /** false: the recipient's preview keeps template text that the message states (`vendors.*`) from the locked screen. */
  readonly templateText: boolean
  /** `push.vendors.<name>`, checked by the channel's settingsSchema. */
  readonly vendor: { readonly [key: string]: Json }
}

/** What `render` makes: bytes with holes for badge and tokens, and what the engine must know of them. */
export interface Payload {
  /** Equal for equal payloads: they share batches. */
  readonly key: string
  /** Counted as the vendor counts. */
  readonly size: number
  /** What this payload may grow to, where it is not `limits.payload` (APNs: more for VoIP). */
  readonly limit?: number
  /** The vendor's message class, for quotas. */
  readonly quotaClass: string
  readonly notes: readonly Note[]
}

/** `id`: a UUID that is the same in every attempt at this message on this device: the vendor's own dedupe id where it has one. */
export interface Target {
  readonly token: Secret
  readonly badge: number | null
  readonly id: string
}

export interface Batch<P extends Payload = Payload, A extends App = App> {
  readonly payload: P
  readonly app: A
  readonly targets: readonly Target[]
  /** Equal in every attempt at this batch. */
  readonly id: string
}

/** What `authorize` yields: kept and refreshed by delivery, handed to `sign`. Times are UNIX ms. */
export interface Credential<S> {
  readonly value: S
  readonly refreshAt: number
  readonly expiresAt: number
  readonly identity?: string
}

export interface AuthContext {
  /** UNIX ms. */
  readonly now: number
  exchange(request: WireRequest): Promise<WireResponse>
  readonly signal: AbortSignal
  /** The credential that the vendor has just refused, when that is why another is asked for. To answer it again says that none is to be had yet. */
  readonly refused?: Credential<unknown>
}

export interface Limits {
  /** Most tokens a request. */
  readonly tokens: number
  /** What the vendor takes a second from one app entry; absent: no limit known. A host can state another. */
  readonly rate?: Rate
  /** Least milliseconds between two credentials made because the vendor refused the last; absent: a minute. A host can state another. */
  readonly renewEveryMs?: number
  /** Fewest targets for which `prepare` pays. */
  readonly prepareFrom?: number
  /** In the unit of Payload.size. */
  readonly payload?: number
  readonly title?: Counting
  readonly subtitle?: Counting
  readonly body?: Counting
  /** Seconds. */
  readonly ttl?: { readonly min: number; readonly max: number }
  /** What a token may look like: checked before it reaches a path or a body. */
  readonly token: RegExp
}

/** What the vendor can, as data: the engine degrades by it and says so in notes. */
export interface Capabilities {
  readonly sound: 'custom' | 'default-only'
  readonly silent: boolean
  /**
   * Where `silent` is false: true if the channel can still leave the sound out, although the device may play one of its own. The channel then
   * gets a silent sound, and the note `silent-unsupported` stays, but for Apple's devices, where it is silence. Default false.
   */
  readonly leavesSoundOut?: boolean
  readonly badge: 'absolute' | 'add' | 'none'
  readonly image: boolean
  readonly ext: boolean
  readonly replace: boolean
  readonly recall: boolean
  /** false: the vendor has no time to live. The engine then leaves `ttl` null and adds the note `ttl-unsupported` where one was stated. Default true. */
  readonly ttl?: boolean
  readonly click: readonly ('url' | 'intent')[]
}

export interface TokenEvent {
  /** `expired`: the vendor gave the push up at the end of its life. It says nothing of the token. */
  readonly kind: 'delivered' | 'clicked' | 'expired' | 'gone' | 'unreachable' | 'exhausted'
  readonly token: Secret
  readonly app: string
  readonly vendorId?: string
  /** UNIX ms. */
  readonly at?: number
  readonly code: string
}

/** A vendor's callback as the host's HTTP server got it. */
export interface Inbound {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** A vendor's plugin. P: its payload, A: its app entry, S: what `authorize` yields. Everything is data or a pure function, but for `authorize`. */
export interface Channel<P extends Payload = Payload, A extends App = App, S = unknown> {
  readonly name: string
  readonly capabilities: Capabilities
  readonly limits: Limits
  /** Which protocol the vendor's host speaks. Default `http1`. */
  readonly protocol?: 'http2' | 'http1'
  /** The entries of config `channels.<name>.apps` that it was made with. */
  readonly apps: readonly A[]
  /** Of one entry of `apps`. */
  readonly appSchema: JsonSchema
  /** The options it was made with, all but `apps`; checked by optionsSchema at start. */
  readonly options?: unknown
  readonly optionsSchema?: JsonSchema
  /**
   * What is wrong with an app entry that its schema cannot express, such as a private key that cannot be read. Called when the engine is
   * made and by `replaceCredential`, after the schema accepted the entry. Pointers are below the entry; messages never quote a value.
   */
  checkApp?(app: A): readonly Issue[]
  /** Of `push.vendors.<name>`. */
  readonly settingsSchema?: JsonSchema
  /** The three schemas compiled beforehand; absent: compiled at start, where code generation is allowed. */
  readonly validators?: { readonly app?: Validator; readonly options?: Validator; readonly settings?: Validator }
  /** null: fits; else why not, one sentence for the trace. An absent fact never rules out. */
  misfit(device: DeviceFacts, registration: RegistrationFacts): string | null
  /**
   * Channels that this one gives way to: it is not offered on a device where a registration of one of them fits, since both lead to the same
   * app there (FCM passes its pushes to iPhones on to APNs).
   */
  readonly yieldsTo?: readonly string[]
  /** Channels whose registrations on the same device are older by nature, whatever their times: this channel comes before them. Default: none. */
  readonly supersedes?: readonly string[]
  /** The app entry's region, where the token itself tells it. */
  region?(token: Secret): string
  /** One word for all regions that share a host, of app entries and of registrations alike (Xiaomi: `DE` and `FR` are `EU`). Default: the region itself. */
  regionName?(stated: string): string
  /** Pure. */
  render(notification: Notification, app: A): P
  /** The limits of texts for what a message states for this vendor, where that changes them (OPPO's long text); absent: `limits`. */
  textLimits?(vendor: Notification['vendor']): Pick<Limits, 'title' | 'subtitle' | 'body'>
  /** A badge alone, for syncBadge. */
  renderBadge?(app: A): P
  /**
   * Stores the payload at the vendor once; every batch of it is then sent with the handle (vivo, OPPO, Meizu tasks). `until`: nothing
   * more can be stored before then, so that the handle stands for every payload of this app and nobody asks again.
   */
  prepare?(payload: P, app: A): Exchange<{ readonly handle: string; readonly until?: Reset } | Answer>
  /** One Answer a target, in the targets' order. Few requests that belong together; never a loop over tokens. */
  send(batch: Batch<P, A>, handle?: string): Exchange<readonly Answer[]>
  /** Takes back what `send` sent of this payload. Where it is refused or fails, the engine replaces the message instead, if `capabilities.replace`. */
  recall?(batch: Batch<P, A>): Exchange<readonly Answer[]>
  /** The only one with I/O and clock. */
  authorize(app: A, context: AuthContext): Promise<Credential<S>>
  /** Adds what comes from credentials, the sending clock (`now`: UNIX ms) or randomness: headers, fields, a signature over the final body. */
  sign(draft: Draft, credential: Credential<S>, now: number): WireRequest
  /** Reads a vendor's callback; null refuses it. `now`: UNIX ms, for signatures that age. */
  receipts?(inbound: Inbound, app: A, now?: number): { readonly events: readonly TokenEvent[]; readonly response: WireResponse } | null
}

/** A channel whose types are hidden: what the engine holds. */
export type AnyChannel = Channel<Payload, App, unknown>

/** Ties P, A and S together where a channel is written, and hides them where it is used. */
export function defineChannel<P extends Payload, A extends App, S>(channel: Channel<P, A, S>): AnyChannel {
  return channel as unknown as AnyChannel
}

/** When a quota opens again: seconds from now, or a wall-clock time at the vendor (its midnight: 00:00). */
export type Reset = { readonly seconds: number } | { readonly at: string; readonly zone: string }

interface Coded {
  /** The vendor's own code. */
  readonly code: string
  readonly detail?: string
  readonly vendorId?: string
}

/** A vendor's word on one token in one attempt. */
export type Answer = Coded &
  (
    | { readonly kind: 'accepted' }
    | {
        readonly kind: 'gone'
        /** UNIX ms; a registration made after it stays. */
        readonly since?: number
        /** true: unconfirmed, believed only once another token of this app entry was accepted. */
        readonly unconfirmed?: boolean
      }
    | {
        readonly kind: 'unreachable'
        /** true: it is not switched off there, the device has had its share of this class for now. */
        readonly exhausted?: boolean
      }
    | {
        readonly kind: 'rejected'
        readonly fault: 'payload' | 'config' | 'token'
        /** true: refused as a repeat, which on another attempt means that an earlier one was taken, its answer lost: accepted then. */
        readonly duplicate?: boolean
        /** true: it is the credential that is refused. After a few in a row delivery stops this app entry for a while: the operator has to act. */
        readonly credentialRejected?: boolean
      }
    | {
        /** `protocol`: the response is not an answer of the vendor (HTML, empty, cut off). The vendor may have taken the push: it is retried under the same id. */
        readonly kind: 'throttled' | 'unavailable' | 'protocol'
        /** Seconds that the vendor asked to wait. */
        readonly retryAfter?: number
        /** Seconds of the first pause where the vendor asked for none but documents one; doubles with each retry, with jitter on top. */
        readonly backoff?: number
        /** At most so many more attempts. */
        readonly retries?: number
      }
    | { readonly kind: 'exhausted'; readonly until: Reset }
    | { readonly kind: 'unauthorized' }
    /** Refused as a whole and no token named: sent again, one a request. */
    | { readonly kind: 'retryIndividually' }
    /** What `prepare` stored is gone: prepared anew, once. */
    | { readonly kind: 'preparedMessageExpired' }
  )

/** The same answer for every target. */
export const every = (targets: readonly Target[], answer: Answer): readonly Answer[] => targets.map(() => answer)

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What a vendor's code means: a row of a channel's table, an Answer without the code that led to it. */
export type AnswerMeaning = Without<Answer, 'code' | 'detail' | 'vendorId'>

/** The Answer of a verdict and the vendor's code; `detail` and `vendorId` are left out where there are none. */
export function answerOf(verdict: AnswerMeaning, code: string, more: { readonly detail?: string; readonly vendorId?: string } = {}): Answer {
  return {
    ...verdict,
    code,
    ...(more.detail === undefined || more.detail === '' ? {} : { detail: more.detail }),
    ...(more.vendorId === undefined ? {} : { vendorId: more.vendorId }),
  } as Answer
}

/**
 * What an HTTP status means where the response holds no code of the vendor: 429 `throttled`; 401, 403 and 407 fault `config`; 408 and 5xx
 * `unavailable`; 2xx and 3xx `protocol`, since something other than the vendor answered; any other, fault `payload`.
 */
export function statusVerdict(status: number): AnswerMeaning {
  if (status === 429) return { kind: 'throttled' }
  if (status === 401 || status === 403 || status === 407) return { kind: 'rejected', fault: 'config' }
  if (status === 408 || status >= 500) return { kind: 'unavailable' }
  return status < 400 ? { kind: 'protocol' } : { kind: 'rejected', fault: 'payload' }
}
