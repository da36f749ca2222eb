import { defaultPolicy, type PolicyDocument } from '@rouse/core'
import { alone, behind, changed, layer, layered, leaf, nested, type Pair, policy, rule, suppress } from './pairs.fixture.ts'

const hidden = [
  leaf('message', '$.conversation.type', 'equal', 'group'),
  leaf('message', '$.sender.id', 'in', ['head-nurse', 'pager']),
  leaf('recipient', '$.bucket', 'lessThan', 7),
  leaf('device', '$.platform', 'equal', 'harmony'),
  leaf('now', '$.weekday', 'greaterThanInclusive', 6),
]

const unread = (operator: string, value: number) => leaf('recipient', '$.unread', operator, value)
const maker = leaf('device', '$.maker', 'equal', 'nokia')
const german = leaf('device', '$.region', 'equal', 'DE')
const group = leaf('message', '$.conversation.type', 'equal', 'group')
const many = (changes: { readonly [index: number]: string }) =>
  leaf(
    'message',
    '$.sender.id',
    'in',
    Array.from({ length: 1000 }, (_, i) => changes[i] ?? `user-${i}`),
  )

/** What an operator may change, and a search must find. */
export const differences: readonly Pair[] = [
  [
    'a changed threshold',
    policy([suppress('cap', 'own', leaf('recipient', '$.unread', 'greaterThan', 5000))]),
    policy([suppress('cap', 'own', leaf('recipient', '$.unread', 'greaterThan', 5001))]),
  ],
  [
    'a changed threshold behind five conditions',
    policy([suppress('old', 'own', ...hidden, leaf('message', '$.age', 'greaterThan', 600))]),
    policy([suppress('old', 'own', ...hidden, leaf('message', '$.age', 'greaterThan', 601))]),
  ],
  [
    'a changed threshold of a counter',
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThanInclusive', 10, { seconds: 3600 }))]),
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 3600 }))]),
  ],
  [
    'a changed value of a host fact',
    policy([suppress('vip', 'own', leaf('vip', '$.tier[1].name', 'equal', 'gold'))]),
    policy([suppress('vip', 'own', leaf('vip', '$.tier[1].name', 'equal', 'platinum'))]),
  ],
  [
    'another word for a failed host fact',
    policy([suppress('vip', 'own', leaf('vip', '$.tier', 'equal', 'gold'))]),
    policy([suppress('vip', 'own', leaf('vip', '$.tier', 'equal', 'gold'))], { onFactError: 'allow' }),
  ],
  [
    'another word for failed counters',
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 60 }))], { onFactError: 'allow' }),
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 60 }))]),
  ],
  [
    'a removed rule',
    policy([suppress('one', 'own', ...hidden), suppress('two', 'other', leaf('device', '$.maker', 'equal', 'nokia'))]),
    policy([suppress('one', 'own', ...hidden)]),
  ],
  [
    'swapped priorities',
    policy([
      { ...suppress('one', 'own', leaf('device', '$.region', 'equal', 'SG'), leaf('message', '$.app', 'equal', 'com.example.chat')), priority: 2 },
      { ...suppress('two', 'other', leaf('recipient', '$.locale', 'equal', 'de'), leaf('recipient', '$.unread', 'lessThan', 3)), priority: 1 },
    ]),
    policy([
      { ...suppress('one', 'own', leaf('device', '$.region', 'equal', 'SG'), leaf('message', '$.app', 'equal', 'com.example.chat')), priority: 1 },
      { ...suppress('two', 'other', leaf('recipient', '$.locale', 'equal', 'de'), leaf('recipient', '$.unread', 'lessThan', 3)), priority: 2 },
    ]),
  ],
  [
    'a changed named condition',
    policy([{ ...suppress('night', 'own'), conditions: { condition: 'night' } }], {
      conditions: { night: { any: [leaf('now', '$.hour', 'greaterThan', 22)] } },
    }),
    policy([{ ...suppress('night', 'own'), conditions: { condition: 'night' } }], {
      conditions: { night: { any: [leaf('now', '$.hour', 'greaterThan', 21)] } },
    }),
  ],
  [
    'a changed layer',
    policy([], {
      layers: [
        {
          name: 'l',
          conditions: { all: [leaf('recipient', '$.preview', 'equal', 'none')] },
          event: { type: 'layer', params: { name: 'l', priority: 300, settings: { ttl: 60 } } },
        },
      ],
    }),
    policy([], {
      layers: [
        {
          name: 'l',
          conditions: { all: [leaf('recipient', '$.preview', 'equal', 'none')] },
          event: { type: 'layer', params: { name: 'l', priority: 300, settings: { ttl: 61 } } },
        },
      ],
    }),
  ],
  ...defaultPolicy.rules
    // Without layers of the policy's own, what these two stop is stopped by others, or by the engine, for the same reason.
    .filter(({ name }) => name !== 'no-device' && name !== 'disabled')
    .map(({ name }) => [`the default policy without "${name}"`, defaultPolicy, changed(defaultPolicy.rules.filter(rule => rule.name !== name))] as const),
  [
    'the default policy with the last two rules swapped',
    defaultPolicy,
    changed([...defaultPolicy.rules.slice(0, -2), ...defaultPolicy.rules.slice(-2).reverse()]),
  ],
  ['the default policy without its first offer', defaultPolicy, { ...defaultPolicy, selection: defaultPolicy.selection?.slice(1) ?? [] }],
  rule('a threshold that is no integer', leaf('message', '$.age', 'lessThan', 0.5), leaf('message', '$.age', 'lessThan', 0.25)),
  rule('another comparison of a number', leaf('device', '$.hmsVersion', 'lessThan', 20401300), leaf('device', '$.hmsVersion', 'lessThanInclusive', 20401300)),
  rule('a narrower range', [unread('greaterThan', 10), unread('lessThan', 20)], [unread('greaterThan', 10), unread('lessThan', 12)]),
  rule(
    'an hour, in a time zone',
    [leaf('now', '$.hour', 'greaterThanInclusive', 23), leaf('recipient', '$.timeZone', 'equal', 'Asia/Shanghai')],
    [leaf('now', '$.hour', 'greaterThanInclusive', 22), leaf('recipient', '$.timeZone', 'equal', 'Asia/Shanghai')],
  ),
  rule(
    'a time zone',
    [leaf('now', '$.hour', 'lessThan', 7), leaf('recipient', '$.timeZone', 'equal', 'Asia/Shanghai')],
    [leaf('now', '$.hour', 'lessThan', 7), leaf('recipient', '$.timeZone', 'equal', 'America/New_York')],
  ),
  alone('an instant', leaf('now', '$.iso', 'equal', '2026-12-25T00:00:00.000Z')),
  rule('a weekday', leaf('now', '$.weekday', 'in', [6, 7]), leaf('now', '$.weekday', 'in', [5, 7])),
  rule(
    'the beginning of do-not-disturb hours',
    [leaf('recipient', '$.quietHours.from', 'equal', '21:00'), leaf('recipient', '$.inQuietHours', 'equal', true)],
    [leaf('recipient', '$.quietHours.from', 'equal', '22:00'), leaf('recipient', '$.inQuietHours', 'equal', true)],
  ),
  rule('a key of a host fact', leaf('vip', '$.tier', 'equal', 'gold'), leaf('vip', '$.level', 'equal', 'gold')),
  rule('a quoted key of a host fact', leaf('vip', "$['a.b'].c", 'equal', 'gold'), leaf('vip', "$['a.b'].d", 'equal', 'gold')),
  rule('another place in a list of the host', leaf('vip', '$[2].name', 'equal', 'x'), leaf('vip', '$[1].name', 'equal', 'x')),
  rule(
    'two values of the host, compared the other way',
    leaf('vip', '$.a', 'greaterThan', { fact: 'vip', path: '$.b' }),
    leaf('vip', '$.a', 'lessThan', { fact: 'vip', path: '$.b' }),
  ),
  rule(
    'two words that a list of the host must have',
    [leaf('vip', '$', 'contains', 'a'), leaf('vip', '$', 'contains', 'b')],
    [leaf('vip', '$', 'contains', 'a')],
  ),
  rule('one of a thousand names', many({}), many({ 742: 'somebody-else' })),
  rule('one name fewer', leaf('message', '$.conversation.id', 'notIn', ['a', 'b', 'c']), leaf('message', '$.conversation.id', 'notIn', ['a', 'b'])),
  rule('one child of a family emoji', leaf('message', '$.sender.name', 'equal', '家庭 👨‍👩‍👧'), leaf('message', '$.sender.name', 'equal', '家庭 👨‍👩‍👦')),
  rule('an accent, composed and not', leaf('message', '$.sender.name', 'equal', '\u00e9'), leaf('message', '$.sender.name', 'equal', 'e\u0301')),
  rule(
    'the number of a frequency cap',
    leaf('recent', '$.recipient', 'greaterThanInclusive', 10, { seconds: 3600 }),
    leaf('recent', '$.recipient', 'greaterThanInclusive', 11, { seconds: 3600 }),
  ),
  rule(
    'the window of a frequency cap',
    leaf('recent', '$.recipient', 'greaterThanInclusive', 10, { seconds: 3600 }),
    leaf('recent', '$.recipient', 'greaterThanInclusive', 10, { seconds: 7200 }),
  ),
  rule(
    'whom a frequency cap counts',
    leaf('recent', '$.recipient', 'greaterThan', 3, { seconds: 60 }),
    leaf('recent', '$.conversation', 'greaterThan', 3, { seconds: 60 }),
  ),
  alone(
    'few pushes in a minute and many in an hour',
    leaf('recent', '$.recipient', 'equal', 2, { seconds: 60 }),
    leaf('recent', '$.recipient', 'equal', 20, { seconds: 3600 }),
  ),
  alone('the fourth element', leaf('message', '$.elements[3].text', 'equal', 'hi')),
  alone('what only a custom element has', leaf('message', '$.elements[0].description', 'equal', 'gift'), leaf('message', '$.elements[0].ext', 'equal', 'x')),
  rule('a latitude', leaf('message', '$.elements[0].latitude', 'greaterThan', 50), leaf('message', '$.elements[0].latitude', 'greaterThan', 51)),
  rule(
    'voice messages from some length on',
    [leaf('message', '$.elements[0].type', 'equal', 'voice'), leaf('message', '$.elements[0].seconds', 'greaterThan', 59)],
    [leaf('message', '$.elements[0].type', 'equal', 'voice'), leaf('message', '$.elements[0].seconds', 'greaterThan', 60)],
  ),
  alone('two that are mentioned', leaf('message', '$.mentions.users', 'contains', 'carol'), leaf('message', '$.mentions.users', 'contains', 'dave')),
  alone('one who is mentioned beside the recipient', leaf('message', '$.mentions.users', 'contains', 'carol'), leaf('recipient', '$.mentioned', 'equal', true)),
  alone('the second who is mentioned', leaf('message', '$.mentions.users[1]', 'equal', 'bob')),
  alone('a sender who mentions himself', leaf('message', '$.mentions.users', 'contains', { fact: 'message', path: '$.sender.id' })),
  rule('a number of devices', leaf('recipient', '$.deviceCount', 'greaterThan', 20), leaf('recipient', '$.deviceCount', 'greaterThan', 21)),
  alone('a title that the message states', leaf('effective', '$.from.title', 'equal', 'message')),
  alone('a sound that the recipient states globally', leaf('effective', '$.from.ios.sound', 'equal', 'global')),
  rule('a merged text', leaf('effective', '$.title', 'equal', 'Sale'), leaf('effective', '$.title', 'equal', 'SALE')),
  alone('words that the fact has not', leaf('recipient', '$.preview', 'notEqual', 'full'), leaf('recipient', '$.locale', 'notEqual', 'en'), group),
  nested('any for all', { any: [maker, german] }, { all: [maker, german] }),
  nested(
    'a threshold within not within any within not',
    { not: { all: [maker, { any: [german, { not: { all: [unread('lessThan', 5)] } }] }] } },
    { not: { all: [maker, { any: [german, { not: { all: [unread('lessThan', 6)] } }] }] } },
  ),
  layered('the priority of a layer, below and above the message', [layer('l', 150, { ttl: 60 }, group)], [layer('l', 250, { ttl: 60 }, group)]),
  layered(
    'the priority of a layer, below and above what the recipient states',
    [layer('l', 50, { ios: { sound: 'a.caf' } }, group)],
    [layer('l', 150, { ios: { sound: 'a.caf' } }, group)],
  ),
  layered(
    'the priorities of two layers, swapped',
    [layer('l', 300, { title: 'x' }, german), layer('m', 301, { title: 'y' }, maker)],
    [layer('l', 301, { title: 'x' }, german), layer('m', 300, { title: 'y' }, maker)],
  ),
  layered('a layer that states the default on purpose', [layer('l', 300, { image: null }, group)], []),
  behind(
    'a threshold behind a list of those who pass',
    suppress('above', 'other', leaf('message', '$.sender.id', 'notIn', ['a', 'b'])),
    unread('equal', 500),
    unread('equal', 501),
  ),
  behind(
    'a threshold behind a rule that lets nearly everybody through',
    { name: 'above', conditions: { all: [leaf('recipient', '$.bucket', 'lessThan', 99)] }, event: { type: 'allow' } },
    unread('equal', 500),
    unread('equal', 501),
  ),
  behind('a threshold behind another on the same number', suppress('above', 'other', unread('lessThan', 400)), unread('equal', 451), unread('equal', 452)),
]

const defer = (seconds: number) => ({ name: 'one', conditions: { all: [german] }, event: { type: 'defer', params: { seconds, reason: 'own' } } })
const ordered = (...priorities: readonly number[]) =>
  priorities.map((priority, i) => ({ ...suppress(`r${priority}`, 'own', i === 0 ? german : maker), priority }))

/** Nothing but the name of a rule or of a layer. */
export const renamed: readonly Pair[] = [
  ['a rule by another name', policy([suppress('one', 'own', german)]), policy([suppress('two', 'own', german)])],
  [
    'two rules with one reason, swapped',
    policy([suppress('one', 'own', german), suppress('two', 'own', maker)]),
    policy([suppress('two', 'own', maker), suppress('one', 'own', german)]),
  ],
  layered('a layer by another name', [layer('l', 300, { ttl: 60 }, german)], [layer('m', 300, { ttl: 60 }, german)]),
]

/** What decides alike. */
export const agreeing: readonly Pair[] = [
  ['other descriptions', defaultPolicy, { ...changed(defaultPolicy.rules.map(one => ({ ...one, description: 'another' }))), description: 'another' }],
  ['another order of the fields', defaultPolicy, Object.fromEntries(Object.entries(defaultPolicy).reverse()) as unknown as PolicyDocument],
  rule('another order within all', [german, maker], [maker, german]),
  nested('not all, and any not', { not: { all: [maker, german] } }, { any: [{ not: { all: [maker] } }, { not: { all: [german] } }] }),
  ['another order of rules with priorities', policy(ordered(2, 1)), policy(ordered(2, 1).reverse())],
  [
    'a rule less that another covers',
    policy([suppress('one', 'own', german), suppress('two', 'other', german, maker)]),
    policy([suppress('one', 'own', german)]),
  ],
]

/** A renamed rule, and a difference of effect that is hard to come by. */
export const renamedAndMore: Pair = [
  'a renamed rule and a longer delay',
  policy([suppress('a', 'own', maker), defer(60)]),
  policy([suppress('b', 'own', maker), defer(61)]),
]
