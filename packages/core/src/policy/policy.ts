import type { TraceEntry } from '../model/decision.ts'
import type { Issue } from '../model/mistake.ts'
import type { PushSettings } from '../model/push-settings.ts'
import type { Layer } from '../settings/layers.ts'
import type { PolicyDocument } from './document.ts'
import type { Facts } from './facts.ts'

/** The first rule that fired. */
export interface Verdict {
  /** Place in the evaluation order. */
  readonly index: number
  readonly rule: string
  readonly decision: 'suppress' | 'allow' | 'defer'
  readonly reason: string | null
  /** Only with `defer`. */
  readonly seconds: number | null
}

/** Which channels to try: `*` is any other that fits. */
export interface Offer {
  readonly rule: string
  readonly channels: readonly string[]
}

/** Of what a rule's conditions speak; a verdict's level is the widest of all rules down to it. */
export type Level = 'message' | 'recipient' | 'device'

export interface RuleInfo {
  readonly name: string
  readonly description: string | undefined
  readonly level: Level
  /** What must be loaded before it is asked: host facts, and `recent`. */
  readonly loads: readonly string[]
}

/** compiled: one generated function; closures: where code generation is forbidden; interpreted: json-rules-engine itself. */
export type EvaluatorKind = 'compiled' | 'closures' | 'interpreted'

export type MaybePromise<T> = T | Promise<T>

/** Runs one policy's ordered rules. Only `interpreted` answers with promises. */
export interface Evaluator {
  readonly kind: EvaluatorKind
  /** Places in `LoadedPolicy.layers` of the layers that apply. */
  layers(facts: Facts): MaybePromise<readonly number[]>
  /** The first verdict among the rules [from, to) of the order, or null. */
  verdict(facts: Facts, from: number, to: number): MaybePromise<Verdict | null>
  selection(facts: Facts): MaybePromise<Offer | null>
}

/** A checked, ordered policy, ready to run. Immutable. */
export interface LoadedPolicy {
  readonly document: PolicyDocument
  /** `sha256:` and 64 hex digits of its RFC 8785 canonical JSON. */
  readonly hash: string
  /** In evaluation order. */
  readonly rules: readonly RuleInfo[]
  /** So many rules from the top read the message alone. */
  readonly messageRules: number
  /** So many rules from the top (those included) read no device and no merged settings. */
  readonly recipientRules: number
  /** The layer of each `layers` rule, in evaluation order. */
  readonly layers: readonly Layer[]
  /** Places in `layers` of those whose rules read `message.revision`. */
  readonly revisionLayers: ReadonlySet<number>
  /** What must be loaded before the layers are chosen: host facts, and `recent`. */
  readonly layerLoads: readonly string[]
  /** What must be loaded before channels are chosen. */
  readonly selectionLoads: readonly string[]
  /** Names of the facts, host facts among them, that rules, selection or layers read. */
  readonly reads: ReadonlySet<string>
  /** Whether any of them reads `recipient.bucket`, which costs to tell. */
  readonly readsBucket: boolean
  /** The largest `seconds` that `recent` is asked with; 0: never asked. */
  readonly recentSeconds: number
  readonly onFactError: 'suppress' | 'allow'
  readonly evaluator: Evaluator
  /** Which rules fired, did not, or were not reached, and why: one entry a rule, in order. */
  trace(facts: Facts, verdict: Verdict | null): readonly TraceEntry[]
  /** The same of the rules of `layers`; `fired`: what the evaluator answered. */
  traceLayers(facts: Facts, fired: readonly number[]): readonly TraceEntry[]
  /** The same of the rules of `selection`; `offer`: what the evaluator answered. */
  traceSelection(facts: Facts, offer: Offer | null): readonly TraceEntry[]
}

export interface LoadPolicyOptions {
  /** Default `compiled`; where code generation is forbidden, `closures`. */
  readonly evaluator?: EvaluatorKind
  /** Names of the installed channels: `offer` may name these and the bundled ones. */
  readonly channels?: readonly string[]
  /** Names of the host's facts. */
  readonly hostFacts?: readonly string[]
  /** Mistakes in what is stated for vendors, with pointers below `base`. Default: it is not looked at. */
  readonly vendorMistakes?: (settings: PushSettings, base: string) => readonly Issue[]
  /** Most pushes of one recipient that the counters can tell of: `recent` is asked for less. Default: any number. */
  readonly recentMost?: number
}
