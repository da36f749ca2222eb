import type { AnyChannel, App, Payload } from '../channel/contract.ts'
import type { Route } from '../channel/registry.ts'
import type { Secret } from '../channel/secret.ts'
import type { Note, Reason, TraceEntry } from '../model/decision.ts'
import type { Message } from '../model/message.ts'
import type { Device, Recipient, Registration } from '../model/recipient.ts'
import type { ConversationFact, DeviceFact, Facts, MessageFact, NowFact, RecentFact, RecipientFact } from '../policy/facts.ts'
import type { LoadedPolicy, Offer, Verdict } from '../policy/policy.ts'
import type { Effective } from '../settings/effective.ts'
import type { PlatformFamily } from '../settings/layers.ts'
import type { AcceptedPush } from '../state/accepted-pushes.ts'
import type { Arrival } from '../state/message-sequencer.ts'
import type { ComposedText } from '../text/compose.ts'
import type { Language } from '../text/language.ts'

/** A message that passed admit: what all of its pages share. */
export interface Admitted {
  readonly message: Message
  readonly fact: MessageFact
  /** The one policy that this message sees from start to end. */
  readonly policy: LoadedPolicy
  /** UNIX ms: the clock of every decision about this message. */
  readonly now: number
  /** UNIX ms. */
  readonly sentAt: number
  readonly arrival: Arrival
  /** An edit (a revision above 0) or a withdrawal: it is quiet, and never adds to a badge. */
  readonly replaces: boolean
  /** Which registration holds each token; null: none is contested. */
  readonly claims: TokenClaims | null
  /** User ids mentioned by id. */
  readonly mentioned: ReadonlySet<string>
  /** What the message alone decided; every recipient shares it. */
  readonly verdict: Verdict | null
  /** What is equal is done once: settings, text and payloads by class. */
  readonly cache: RenderCache
}

/** A recipient with the facts that need no device. */
export interface RecipientFacts {
  readonly recipient: Recipient
  readonly fact: RecipientFact
  readonly conversation: ConversationFact
  readonly now: NowFact
  readonly recent: RecentFact
  /** Host facts loaded so far; `recent` is loaded like them. */
  readonly host: Facts['host']
  /** Names of host facts, or `recent`, that could not be had for this recipient. */
  readonly failed: readonly string[]
}

/** One recipient and device on its way; device null for a recipient without any. */
export interface DeviceCase {
  readonly subject: RecipientFacts
  readonly device: Device | null
  readonly fact: DeviceFact | undefined
}

/** Merged settings that many cases share. */
export interface SettingsClass {
  /** Unique within its message. */
  readonly id: number
  /** null: no device, only the general fields. */
  readonly family: PlatformFamily | null
  readonly effective: Effective
  /** Texts composed of it so far, by the recipient's locale, and by the language that it came to. */
  readonly texts: Map<string, Texts>
  readonly languages: Map<string, Texts>
}

/** What the rules said of one case. */
export interface RuleDecision {
  readonly decision: 'push' | 'suppress' | 'defer'
  /** How far it holds: a recipient-level one holds for all of the recipient's devices. */
  readonly level: 'message' | 'recipient' | 'device'
  readonly reason: Reason | null
  readonly rule: string | null
  /** UNIX ms, only with defer. */
  readonly dueAt: number | null
  /** The policy's own verdict, for the trace; null where no rule fired. */
  readonly verdict: Verdict | null
}

/** One registration that a push may go to. */
export interface Candidate {
  readonly channel: AnyChannel
  readonly app: App
  readonly registration: Registration
  readonly token: Secret
  /** Channel and app entry as one. */
  readonly route: Route
}

/** One registration that a request was for, by the names that an Outcome has for it. */
export class DeliveryAddress {
  readonly recipient: string
  readonly device: string
  readonly channel: string
  readonly app: string
  readonly candidate: Candidate

  constructor({ subject, device }: DeviceCase, candidate: Candidate) {
    this.recipient = subject.recipient.id
    this.device = device?.id ?? ''
    this.channel = candidate.channel.name
    this.app = candidate.registration.app
    this.candidate = candidate
  }
}

/** A case that gets a push: its channels in the order they are tried. */
export interface Selected {
  readonly case: DeviceCase
  readonly settings: SettingsClass
  readonly text: TextClass
  readonly candidates: readonly Candidate[]
}

/** What select found for a case: a push with candidates, or the engine's own reason why not. */
export interface Selection {
  readonly text: TextClass
  readonly reason: 'no-text' | 'duplicate' | 'no-channel' | null
  readonly candidates: readonly Candidate[]
  /** The selection rule that matched; null: none; undefined: no channel was asked for. */
  readonly offer: Offer | null | undefined
  /** Why a channel is not offered; only on request. */
  readonly trace: readonly TraceEntry[]
}

/** A payload that many targets share. */
export interface Rendered {
  /** Unique within its message, from 0 on. */
  readonly index: number
  readonly channel: AnyChannel
  readonly app: App
  readonly payload: Payload
  readonly notes: readonly Note[]
  /** false: too large for the vendor, whatever is left out. */
  readonly fits: boolean
  /** UNIX ms: after it the push makes no sense any more. */
  readonly expiresAt: number
  readonly ttlZero: boolean
  /** An edit or a withdrawal: its badge is set where the count is known, never added to. */
  readonly replaces: boolean
  /** What it takes the place of, and what may take its place. */
  readonly replaceId: string
  /** What stands on a device when this was accepted. */
  readonly acceptedPush: AcceptedPush
  /** The text that was rendered, for people. */
  readonly shown: { readonly title: string; readonly body: string; readonly sound: string; readonly badge: boolean }
}

/** Facts of a case for the evaluators. */
export function factsOf(message: MessageFact, subject: RecipientFacts, device: DeviceFact | undefined, effective: Facts['effective']): Facts {
  return {
    message,
    conversation: subject.conversation,
    recipient: subject.fact,
    device,
    now: subject.now,
    effective,
    recent: subject.recent,
    host: subject.host,
  }
}

/** A text that many cases share, and what was rendered of it. */
export interface TextClass extends ComposedText {
  /** By route and kind of registration: see render.ts. */
  readonly payloads: (Rendered | undefined)[]
}

/** The texts of one class of settings in one language, by preview and mark: see text-of.ts. */
export type Texts = (TextClass | undefined)[]

/**
 * What is equal within one message and policy, and so is done once: merged settings, text and payloads by
 * class. A memo of pure functions, nothing more: it lives and ends with its message.
 */
export interface RenderCache {
  readonly settings: Map<string, SettingsClass>
  /** By locale. */
  readonly languages: Map<string, Language>
  /** What equal payloads have in common, by `Rendered.place`: see batch.ts. */
  readonly batchKeys: (string | undefined)[]
  /** How many payloads were rendered. */
  rendered: number
}

export function createRenderCache(): RenderCache {
  return { settings: new Map(), languages: new Map(), batchKeys: [], rendered: 0 }
}

/** The value under `key`, made by `make` the first time. */
export function getOrCreate<K, T>(memo: Map<K, T>, key: K, make: () => T): T {
  const known = memo.get(key)
  if (known !== undefined) return known
  const made = make()
  memo.set(key, made)
  return made
}

/** Which device gets the push to each token of a message, so that one token gets one push. Lives as long as its message. */
export interface TokenClaims {
  /**
   * Claims the tokens of one more page: of the devices that get a push, the one whose registration is the newest. What an earlier page
   * claimed stays, as its push may be on its way.
   *
   * @returns the selections, those without a token that another device has: `duplicate` where none is left.
   */
  claim(cases: readonly DeviceCase[], selections: readonly (Selection | null)[]): readonly (Selection | null)[]
}
