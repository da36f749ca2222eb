import type { Note } from '../model/decision.ts'
import type { Json, JsonSchema } from '../model/json.ts'
import type { Mistake } from '../model/mistake.ts'
import type { Answer, Reset } from './answer.ts'
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

/** `han-double`: a Han character counts two. */
export interface Counting {
  readonly max: number
  readonly unit: 'utf16' | 'code-point' | 'han-double' | 'utf8-byte'
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

/** A validator compiled beforehand (ajv standalone): for hosts where code generation is forbidden. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly params: Record<string, unknown>; readonly message?: string }[] | null
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
  checkApp?(app: A): readonly Mistake[]
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
  /** The app entry's region, where the token itself tells it (OPPO). */
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
  receipts?(inbound: Inbound, app: A): { readonly events: readonly TokenEvent[]; readonly response: WireResponse } | null
}

/** A channel whose types are hidden: what the engine holds. */
export type AnyChannel = Channel<Payload, App, unknown>

/** Ties P, A and S together where a channel is written, and hides them where it is used. */
export function defineChannel<P extends Payload, A extends App, S>(channel: Channel<P, A, S>): AnyChannel {
  return channel as unknown as AnyChannel
}
