import type { ConditionNode, OfferEvent, PolicyDocument, PolicyRule, RuleEvent } from './document.ts'

const is = (fact: string, path: string, value: string | number | boolean): ConditionNode => ({ fact, path: `$.${path}`, operator: 'equal', value })

/** A rule whose name is its reason. */
const suppress = (reason: string, description: string, conditions: ConditionNode): PolicyRule<RuleEvent> => ({
  name: reason,
  description,
  conditions,
  event: { type: 'suppress', params: { reason } },
})

// Source: docs/semantics.md, "Who gets one": the same cases in the order in which the first wins.
const rules: readonly PolicyRule<RuleEvent>[] = [
  suppress('system-message', 'Only ordinary chat messages push.', { all: [is('message', 'kind', 'system')] }),
  suppress('expired', 'The message is older than the ttl that it states.', {
    all: [
      { fact: 'message', path: '$.stated.ttl', operator: 'greaterThan', value: 0 },
      { fact: 'message', path: '$.age', operator: 'greaterThanInclusive', value: { fact: 'message', path: '$.stated.ttl' } },
    ],
  }),
  suppress('disabled-for-message', 'The message itself says that it must not push.', { all: [is('message', 'stated.enabled', false)] }),

  suppress('own-message', 'The sender’s own devices get nothing.', {
    all: [{ fact: 'message', path: '$.sender.id', operator: 'equal', value: { fact: 'recipient', path: '$.id' } }],
  }),
  suppress('blocked', 'The recipient blocks the conversation.', { all: [is('conversation', 'receive', 'none')] }),
  suppress('no-device', 'The recipient has no device at all.', { all: [is('recipient', 'deviceCount', 0)] }),

  suppress('never-logged-in', 'Nobody ever logged in on this device.', { all: [is('device', 'session', 'never')] }),
  suppress('kicked', 'The user was logged out of this device by force.', { all: [is('device', 'session', 'kicked')] }),
  suppress('logged-out', 'The user logged out of this device.', { all: [is('device', 'session', 'logged-out')] }),
  suppress('foreground', 'The app is in the foreground and shows the message itself.', { all: [is('device', 'appState', 'foreground')] }),

  suppress('disabled-globally', 'The recipient switched pushes off, and the message does not say otherwise.', {
    all: [is('effective', 'enabled', false), is('effective', 'from.enabled', 'global')],
  }),
  suppress('disabled', 'A layer switches pushes off.', { all: [is('effective', 'enabled', false)] }),
  suppress('muted', 'The recipient muted the conversation, or wants mentions only of a group and was not mentioned.', {
    any: [
      is('conversation', 'receive', 'no-notify'),
      is('conversation', 'muted', true),
      // In a conversation of two every message is to the recipient.
      { all: [is('message', 'conversation.type', 'group'), is('conversation', 'receive', 'mentions'), is('recipient', 'mentioned', false)] },
    ],
  }),
  suppress('quiet-hours', 'It is the recipient’s do-not-disturb time.', { all: [is('recipient', 'inQuietHours', true)] }),
]

const known = (fact: string, path: string): ConditionNode => ({ all: [{ fact, path, operator: 'equal', value: { fact, path } }] })

const conditions: { readonly [name: string]: ConditionNode } = {
  // What is missing equals nothing, not even itself.
  'region-known': known('device', '$.region'),
  'time-zone-known': known('recipient', '$.timeZone'),
  'mainland-china': {
    any: [
      is('device', 'region', 'CN'),
      {
        all: [{ not: { condition: 'region-known' } }, { fact: 'recipient', path: '$.timeZone', operator: 'in', value: ['Asia/Shanghai', 'Asia/Urumqi'] }],
      },
    ],
  },
  'place-unknown': { not: { any: [{ condition: 'region-known' }, { condition: 'time-zone-known' }] } },
  'maker-first': {
    any: [
      { condition: 'mainland-china' },
      { all: [{ condition: 'place-unknown' }, { fact: 'device', path: '$.playServices', operator: 'notEqual', value: true }] },
    ],
  },
}

/** The makers of a vendor's phones, and its channels, best first. Source: docs/semantics.md, "Channel for a device". */
const makers: readonly { readonly vendor: string; readonly makers: readonly string[]; readonly channels: readonly string[] }[] = [
  { vendor: 'xiaomi', makers: ['xiaomi', 'redmi', 'poco'], channels: ['xiaomi'] },
  { vendor: 'huawei', makers: ['huawei'], channels: ['harmony', 'huawei'] },
  { vendor: 'honor', makers: ['honor'], channels: ['honor', 'huawei'] },
  { vendor: 'meizu', makers: ['meizu'], channels: ['meizu'] },
  { vendor: 'oppo', makers: ['oppo', 'oneplus', 'realme'], channels: ['oppo'] },
  { vendor: 'vivo', makers: ['vivo', 'iqoo'], channels: ['vivo'] },
]

const offer = (name: string, description: string, when: ConditionNode, channels: readonly string[]): PolicyRule<OfferEvent> => ({
  name,
  description,
  conditions: when,
  event: { type: 'offer', params: { channels: [...channels, '*'] } },
})

const selection: readonly PolicyRule<OfferEvent>[] = [
  offer(
    'apple',
    'Apple’s platforms have APNs.',
    { all: [{ fact: 'device', path: '$.platform', operator: 'in', value: ['ios', 'macos', 'watchos', 'tvos'] }] },
    ['apns'],
  ),
  ...makers.flatMap(({ vendor, makers: names, channels }) => {
    const made: ConditionNode = { fact: 'device', path: '$.maker', operator: 'in', value: names }
    return [
      offer(`${vendor}-at-home`, 'In mainland China the maker’s own channel comes first.', { all: [{ condition: 'maker-first' }, made] }, channels),
      offer(`${vendor}-abroad`, 'Outside mainland China FCM comes first.', { all: [made] }, ['fcm', ...channels]),
    ]
  }),
  offer('other-at-home', 'An unknown maker: the newest registration first.', { all: [{ condition: 'maker-first' }] }, []),
  offer('other-abroad', 'Outside mainland China FCM comes first.', { not: { condition: 'maker-first' } }, ['fcm']),
]

/**
 * The policy that holds where a host brings none: who gets a push, why not, and over which channel. A plain document like any other;
 * docs/default-policy.json is its text.
 */
export const defaultPolicy: PolicyDocument = {
  name: 'default',
  description: 'Pushes chat messages to devices that are logged in and not in the foreground, unless the message, its sender or the recipient says otherwise.',
  reasons: [],
  conditions,
  layers: [],
  rules,
  selection,
  onFactError: 'suppress',
  tests: [],
}
