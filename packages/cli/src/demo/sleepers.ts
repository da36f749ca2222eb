import { defaultPolicy, type Engine, type Message, type Outcome, type PolicyDocument, type Recipient } from '@rouse/core'
import { guideMessage, phone } from './people.ts'

/** A push that must wake nobody, and how it comes about. */
export interface Sleeper {
  readonly reason: string
  readonly message: Message
  readonly recipient: Recipient
  /** UNIX ms: the clock of the decision. Default: now. */
  readonly now?: number
  /** Default: a plain push. */
  readonly push?: (engine: Engine, message: Message, recipient: Recipient) => Promise<readonly Outcome[]>
}

/** A message that states nothing about push: the recipient's own settings hold. */
const plain = (id: string, change: Partial<Message> = {}): Message => ({ ...guideMessage, id, push: undefined, ...change })
const person = (id: string, change: Partial<Recipient> = {}): Recipient => ({ id, devices: [phone('apns')], ...change })
const night = Date.parse('2026-11-23T03:00:00Z')

/** One for each reason of the default policy and of the engine itself. */
export const sleepers: readonly Sleeper[] = [
  {
    reason: 'system-message',
    message: plain('joined', { kind: 'system', conversation: { type: 'group', id: 'climbers', name: 'Climbers' }, sender: { id: 'admin' } }),
    recipient: person('system-sue'),
  },
  { reason: 'expired', message: { ...guideMessage, id: 'old', sentAt: '2026-01-01T00:00:00Z', push: { ttl: 60 } }, recipient: person('expired-eve') },
  {
    reason: 'disabled-for-message',
    message: { ...guideMessage, id: 'quiet', push: { ...guideMessage.push, enabled: false } },
    recipient: person('quiet-quinn'),
  },
  { reason: 'own-message', message: plain('own'), recipient: person('bob') },
  { reason: 'blocked', message: plain('blocked'), recipient: person('blocked-ben', { conversation: { receive: 'none' } }) },
  { reason: 'no-device', message: plain('nowhere'), recipient: person('no-device-ned', { devices: [] }) },
  {
    reason: 'no-recipient',
    message: plain('for-no-one'),
    recipient: person('no-recipient'),
    push: (engine, message) => engine.push(message, []),
  },
  { reason: 'never-logged-in', message: plain('never'), recipient: person('never-nora', { devices: [phone('apns', { session: 'never' })] }) },
  { reason: 'kicked', message: plain('kicked'), recipient: person('kicked-kim', { devices: [phone('apns', { session: 'kicked' })] }) },
  { reason: 'logged-out', message: plain('logged-out'), recipient: person('logged-out-lea', { devices: [phone('apns', { session: 'logged-out' })] }) },
  { reason: 'foreground', message: plain('looking'), recipient: person('foreground-fay', { devices: [phone('apns', { appState: 'foreground' })] }) },
  { reason: 'disabled-globally', message: plain('off'), recipient: person('disabled-dan', { settings: { enabled: false } }) },
  { reason: 'disabled', message: plain('maintenance'), recipient: person('layered-lou') },
  { reason: 'muted', message: plain('muted'), recipient: person('muted-mo', { conversation: { receive: 'no-notify' } }) },
  {
    reason: 'quiet-hours',
    message: plain('night'),
    recipient: person('sleeping-sam', { quietHours: { from: '22:00', to: '08:00' }, timeZone: 'UTC' }),
    now: night,
  },
  { reason: 'fact-error', message: plain('unknown'), recipient: person('unknown-uma') },
  { reason: 'no-text', message: plain('empty', { elements: [{ type: 'custom', data: 'typing' }] }), recipient: person('no-text-ned') },
  {
    reason: 'no-channel',
    message: plain('pigeon'),
    recipient: person('no-channel-nat', { devices: [phone('apns', { platform: 'other', registrations: [] })] }),
  },
  {
    reason: 'duplicate',
    message: plain('again'),
    recipient: person('twice-tess', { devices: [phone('fcm')] }),
    // Her one phone is told once, however often she is named.
    push: (engine, message, recipient) => engine.push(message, [recipient, recipient]),
  },
  {
    reason: 'revoked',
    message: plain('oops'),
    recipient: person('revoked-rhea'),
    push: async (engine, message, recipient) => {
      const pushed = engine.push(message, [recipient])
      await engine.revoke(message, [recipient])
      return pushed
    },
  },
  {
    reason: 'moved',
    message: plain('sold'),
    recipient: person('moved-mia', { devices: [phone('apns', { registrations: [{ channel: 'apns', token: '5e11'.repeat(16), app: 'com.example.chat' }] })] }),
    push: (engine, message, recipient) => {
      engine.moveToken({ channel: 'apns', token: '5e11'.repeat(16), app: 'com.example.chat' }, 'the-phone’s-new-owner')
      return engine.push(message, [recipient])
    },
  },
]

/** The default policy, with a layer that disables, and a rule that asks the host and gets no answer for one user. */
export const demoPolicy: PolicyDocument = {
  ...defaultPolicy,
  name: 'demo',
  reasons: ['no-credit'],
  layers: [
    {
      name: 'maintenance',
      conditions: { all: [{ fact: 'recipient', path: '$.id', operator: 'equal', value: 'layered-lou' }] },
      event: { type: 'layer', params: { name: 'maintenance', priority: 300, settings: { enabled: false } } },
    },
  ],
  rules: [
    ...defaultPolicy.rules,
    {
      name: 'no-credit',
      description: 'The recipient has used up the credit that the host keeps.',
      conditions: { all: [{ fact: 'credit', operator: 'lessThan', value: 0 }] },
      event: { type: 'suppress', params: { reason: 'no-credit' } },
    },
  ],
}

/** The host fact that `demoPolicy` asks: what is no JSON could not be had. */
export const credit = { load: (keys: readonly string[]) => Promise.resolve(keys.map(key => (key === 'unknown-uma' ? Number.NaN : 1))) }
