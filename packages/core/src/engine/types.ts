import type { Observable } from 'rxjs'
import type { DependencyContainer } from '../channel/container.ts'
import type { AnyChannel, App, Inbound } from '../channel/contract.ts'
import type { Rate } from '../channel/rate.ts'
import type { WireResponse } from '../channel/wire.ts'
import type { BreakerOptions, RetryOptions, Selector } from '../delivery/delivery-api.ts'
import type { Transport } from '../delivery/transport.ts'
import type { Decision } from '../model/decision.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { Directory } from '../pipeline/fan-out.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { HostFact } from '../policy/facts.ts'
import type { EvaluatorKind } from '../policy/policy.ts'
import type { Counters } from '../state/counters.ts'
import type { TokenName } from '../state/token-owners.ts'
import type { TextOptions } from '../text/text-options.ts'
import type { SubscriberErrorHandler } from './guarded-stream.ts'

/** What deciding needs: no socket, no credential. */
export interface DecideOptions {
  /** Made by their factories: `apns({ apps: [...] })`. */
  readonly channels: readonly AnyChannel[]
  /** Default: the default policy. */
  readonly policy?: PolicyDocument
  /** Default `compiled`; where code generation is forbidden, `closures`. */
  readonly evaluator?: EvaluatorKind
  /** The host's own facts, by name. */
  readonly facts?: { readonly [name: string]: HostFact }
  readonly text?: TextOptions
  /** UNIX ms. Default Date.now. */
  readonly clock?: () => number
  /** A host's own tsyringe container with channels under `CHANNEL`; the engine makes a child of it. */
  readonly container?: DependencyContainer
  /** Default: in this process, bounded. */
  readonly counters?: Counters
}

export interface EngineOptions extends DecideOptions {
  readonly transport: Transport
  /** 0…1, for jitter. Default Math.random. */
  readonly random?: () => number
  /** Pages under way at once. Default 4. */
  readonly pageConcurrency?: number
  /** Messages of an Observable that wait at most; the overflow is an Outcome `failed`, detail `queue-full`. Default 1000. */
  readonly queue?: number
  /** Calls of submit and push that are taken over but not ended; beyond it `submit` waits. Default 10000. */
  readonly inFlight?: number
  /** Milliseconds a request may take. Default 10000. */
  readonly requestTimeoutMs?: number
  /** Accepted pushes remembered, for revoke, edits and the order of replacing ones. Default 100000. */
  readonly historySize?: number
  /** Milliseconds that a push waits at most for others with the same payload, on channels that take many tokens a request. 0: none. Default 20. */
  readonly batchWaitMs?: number
  readonly retry?: RetryOptions
  /** Most tokens or requests a second, by channel name, in the place of the channel's own. */
  readonly rates?: { readonly [channel: string]: Rate }
  /** Least milliseconds between two forced renewals of one credential. Default: the channel's own (APNs: 20 minutes); else 60000. */
  readonly renewEveryMs?: number
  readonly breaker?: BreakerOptions
  /**
   * Called with what a subscriber of `outcomes$`, `tokens$` or `receipts$` threw or rejected with: other subscribers and the engine go on.
   * It should log. Default: one process warning for each of the three streams, with the error's name only.
   */
  readonly onSubscriberError?: SubscriberErrorHandler
}

export interface PushOptions {
  /** A repeated call with the same key is a no-op: one Outcome `suppressed`, reason `duplicate`. */
  readonly idempotencyKey?: string
  /** UNIX ms: the clock of the decision. Default: the engine's. */
  readonly now?: number
}

/** That a message was taken over. */
export interface Submission {
  readonly message: string
}

export interface ExplainOptions {
  /** UNIX ms: the clock of the decision. Default: the engine's. */
  readonly now?: number
  /** Tokens as they are, not hashed. Default false. */
  readonly showTokens?: boolean
}

export interface PolicySwitch {
  /** `sha256:` and 64 hex digits. */
  readonly hash: string
  readonly document: PolicyDocument
  /** Puts another policy in force: atomic, refused whole with RouseError `policy-invalid`; a message under way keeps the policy it began with. */
  replace(document: unknown): void
}

export interface Engine {
  /**
   * Resolves when the message is accepted; its Outcomes come on `outcomes$`. A malformed recipient is one Outcome `failed`, fault `message`, and
   * stops no other; no recipients at all are one `suppressed`, reason `no-recipient`. Do not change message or recipients until it resolves.
   *
   * @throws RouseError `message-invalid`; `recipient-invalid` for what is not an array of at most 100,000; `config-invalid` for `options`; `closed`.
   */
  submit(message: Message, recipients: readonly Recipient[], options?: PushOptions): Promise<Submission>
  /** submit, and then the message's Outcomes (a `deferred` one ends the promise; its later end comes on `outcomes$`). */
  push(message: Message, recipients: readonly Recipient[], options?: PushOptions): Promise<readonly Outcome[]>
  /** Every Outcome of this engine, hot. */
  readonly outcomes$: Observable<Outcome>
  /**
   * Cold: pushes each message to all of its directory's recipients. A malformed message, a malformed recipient, a directory that throws and
   * a page that is malformed become one Outcome each; the stream lives on. Ends with RouseError `directory-failed` when the stream of messages breaks.
   */
  run(messages: AsyncIterable<Message> | Observable<Message>, directory: Directory): Observable<Outcome>
  /**
   * Takes a message (this revision, and what was before it) back: what is queued of it is cancelled (`suppressed`, reason `revoked`),
   * what was accepted is recalled, or replaced silently where the vendor cannot; one Outcome a device. What another push has covered is
   * `superseded`; a channel that can neither: `rejected`, fault `config`, detail `recall-unsupported`.
   */
  revoke(message: Message, recipients: readonly Recipient[]): Promise<readonly Outcome[]>
  /** Puts the recipient's unread count on the badges of the devices where they are logged in: after reading elsewhere. One Outcome a device. */
  syncBadge(recipient: Recipient): Promise<readonly Outcome[]>
  /**
   * A (channel, app, token) has one owner: says that it is this user's now, or nobody's (null: logged out). What is still on its way to
   * another user ends as `suppressed`, reason `moved`, and so does what a directory gives later with a registration of before the move.
   */
  moveToken(token: TokenName, owner: string | null): void
  /** Tokens that vendors reported on: `gone` ones are dead and to be dropped, `unreachable` and `exhausted` ones stay. Hot. */
  readonly tokens$: Observable<TokenReport>
  /** What vendors' callbacks told: pushes `delivered` and `clicked`. Hot. */
  readonly receipts$: Observable<TokenReport>
  /** A vendor's callback, as the host's HTTP server got it: feeds `tokens$` and `receipts$`. null: no such channel or app, its signature is refused, or it cannot be read; status 413: larger than 524,288 bytes or 10,000 events. Never throws. */
  receive(channel: string, app: string, inbound: Inbound): WireResponse | null
  /**
   * Puts another app entry in force instead of the one with the same app, environment and region, while pushes flow: secrets, host, topic
   * and all other fields. Rejects with RouseError `config-invalid` for an unknown channel or app entry, or one that the channel refuses
   * (with pointers below the entry), `credential-invalid` when the new credential cannot be had. What is refused changes nothing.
   */
  replaceCredential(channel: string, app: App): Promise<void>
  /** What would be decided and sent, and why; records nothing. */
  explain(message: Message, recipient: Recipient, options?: ExplainOptions): Promise<readonly Decision[]>
  /** The policy in force. */
  readonly policy: PolicySwitch
  /** Kill switch: what the selector names is `failed`, detail `paused`, until resumed with the same selector. */
  pause(selector: Selector): void
  resume(selector: Selector): void
  /**
   * Takes nothing more, lets what was taken over end for at most `deadlineMs` (default 30000), cuts off the rest (`failed`, detail
   * `closed`), then closes the transport. Resolves at most 4 s after the deadline, even if the transport never settles a request or never closes. `run` takes no further message, and reads no further page after the deadline. A second call waits for the same.
   */
  close(deadlineMs?: number): Promise<void>
}
