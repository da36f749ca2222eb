import type { Message } from '../model/message.ts'
import type { Facts, MessageFact } from '../policy/facts.ts'
import type { LoadedPolicy } from '../policy/policy.ts'
import type { Arrival } from '../state/message-sequencer.ts'
import { messageFact } from './facts.ts'
import { type Admitted, createRenderCache, type TokenClaims } from './types.ts'

const nobody: Omit<Facts, 'message'> = {
  conversation: { receive: 'all', mutedUntil: undefined, muted: false },
  recipient: {
    id: '',
    preview: 'full',
    timeZone: undefined,
    locale: undefined,
    unread: undefined,
    quietHours: undefined,
    mentioned: false,
    inQuietHours: false,
    deviceCount: 0,
    bucket: 0,
  },
  device: undefined,
  now: { iso: '', hour: 0, minute: 0, weekday: 1 },
  effective: undefined,
  recent: { recipient: () => 0, conversation: () => 0 },
  host: {},
}

/** Facts for rules that read the message alone. */
export function messageFacts(message: MessageFact): Facts {
  return {
    message,
    conversation: nobody.conversation,
    recipient: nobody.recipient,
    device: nobody.device,
    now: nobody.now,
    effective: nobody.effective,
    recent: nobody.recent,
    host: nobody.host,
  }
}

/** What is fixed when a message is accepted, and kept through every deferral. */
export interface Acceptance {
  /** UNIX ms: when a message without `sentAt` was accepted. Default: now. */
  readonly acceptedAt?: number
  /** Default: none. */
  readonly claims?: TokenClaims | null
}

/** Step 1: what the message alone decides, once per message, for all of its recipients. `now` in UNIX ms. */
export async function admit(
  message: Message,
  policy: LoadedPolicy,
  now: number,
  arrival: Arrival = { serial: 0, first: false, evictedCount: 0 },
  { acceptedAt = now, claims = null }: Acceptance = {},
): Promise<Admitted> {
  const fact = messageFact(message, now, acceptedAt)
  const verdict = policy.messageRules === 0 ? null : await policy.evaluator.verdict(messageFacts(fact), 0, policy.messageRules)
  return {
    message,
    fact,
    policy,
    now,
    sentAt: Date.parse(fact.sentAt),
    arrival,
    replaces: fact.revision > 0,
    claims,
    mentioned: new Set(fact.mentions.users),
    verdict,
    cache: createRenderCache(),
  }
}
