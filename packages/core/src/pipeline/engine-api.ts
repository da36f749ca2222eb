import type { Observable } from 'rxjs'
import type { AnyChannel } from '../channel/contract.ts'
import type { Transport } from '../delivery/transport.ts'
import type { Decision } from '../model/decision.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { HostFact } from '../policy/facts.ts'
import type { EvaluatorKind } from '../policy/policy.ts'
import type { TextOptions } from '../text/text-options.ts'
import type { Counters } from './counters.ts'
import type { Directory } from './directory.ts'

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
  /** Default: in this process, bounded. */
  readonly counters?: Counters
}

export interface EngineOptions extends DecideOptions {
  readonly transport: Transport
  /** 0…1, for jitter. Default Math.random. */
  readonly random?: () => number
  /** Pages under way at once. Default 4. */
  readonly lanes?: number
  /** Messages of an Observable that wait at most; the overflow is an Outcome `failed`, detail `queue-full`. Default 1000. */
  readonly queue?: number
  /** Calls of submit and push that are taken over but not ended; beyond it `submit` waits. Default 10000. */
  readonly inFlight?: number
  /** Milliseconds a request may take. Default 10000. */
  readonly requestTimeoutMs?: number
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
  /** true: the idempotency key was known, nothing is sent again. */
  readonly duplicate: boolean
}

export interface Engine {
  /** Resolves when the message is taken over; its Outcomes come on `outcomes$`. Throws RouseError `message-invalid`, `recipient-invalid`, `closed`. */
  submit(message: Message, recipients: readonly Recipient[], options?: PushOptions): Promise<Submission>
  /** submit, and then the message's Outcomes (a `deferred` one ends the promise; its later end comes on `outcomes$`). */
  push(message: Message, recipients: readonly Recipient[], options?: PushOptions): Promise<readonly Outcome[]>
  /** Every Outcome of this engine, hot. */
  readonly outcomes$: Observable<Outcome>
  /** Cold: pushes each message to all of its directory's recipients. A malformed message becomes one Outcome; the stream lives on. */
  run(messages: AsyncIterable<Message> | Observable<Message>, directory: Directory): Observable<Outcome>
  /** What would be decided and sent, and why; records nothing. */
  explain(message: Message, recipient: Recipient, options?: { readonly now?: number; readonly showTokens?: boolean }): Promise<readonly Decision[]>
  /** Takes nothing more, lets what is under way end for at most `deadlineMs` (default 30000), then closes the transport. */
  close(deadlineMs?: number): Promise<void>
}
