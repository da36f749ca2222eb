import fc from 'fast-check'
import type { Json } from '../../model/json.ts'
import { checkPolicy } from '../check/check-policy.ts'
import type { ConditionNode, ConditionValue, PolicyDocument, PolicyRule } from '../document.ts'
import { factTable, readableAt } from '../fact-table.ts'
import { type OperatorName, operatorNames, operators } from '../operators.ts'
import { parsePath } from '../path.ts'
import type { ReadableValue } from '../settings-paths.ts'
import { hostFacts, numbers, readablePaths, words } from './facts.fixture.ts'

interface ReadFact {
  readonly fact: string
  readonly path?: string
  readonly params?: { readonly seconds: number }
}

const builtIn: readonly ReadFact[] = readablePaths.flatMap(ref =>
  factTable[ref.fact]?.seconds === true ? [1, 60, 3600].map(seconds => ({ ...ref, params: { seconds } })) : [ref],
)
const hosted: readonly ReadFact[] = hostFacts.flatMap(fact => [
  { fact },
  ...['$', '$.id', '$.levels', '$.levels[1]', "$['id'].id", '$.constructor', '$.__proto__', '$.length'].map(path => ({ fact, path })),
])
/** A few that many rules of one document ask about, as policies do: several lists over one value take a way of their own. */
const frequent: readonly ReadFact[] = [
  { fact: 'device', path: '$.maker' },
  { fact: 'device', path: '$.session' },
  { fact: 'recipient', path: '$.timeZone' },
]
/** Anything that a rule may read. */
const readFact = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...builtIn) },
  { weight: 1, arbitrary: fc.constantFrom(...hosted) },
  { weight: 3, arbitrary: fc.constantFrom(...frequent) },
)

const anything: ReadableValue = { type: 'any', nullable: true }
const readableOf = (ref: ReadFact): ReadableValue =>
  Object.hasOwn(factTable, ref.fact) ? (readableAt(ref.fact, parsePath(ref.path ?? '$') ?? []) ?? anything) : anything

const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
const numbersOf = ({ range: [least, most] = everything, whole }: ReadableValue) =>
  numbers.filter(number => number >= least && number <= most && (whole !== true || Number.isInteger(number)))

function scalarFor(readable: ReadableValue): fc.Arbitrary<Json> {
  const { type, oneOf, nullable } = readable
  const own: readonly fc.Arbitrary<Json>[] = [
    ...(type === 'string' || type === 'strings' || type === 'any' ? [fc.constantFrom<Json>(...(oneOf ?? words))] : []),
    ...(type === 'number' || type === 'any' ? [fc.constantFrom<Json>(...numbersOf(readable))] : []),
    ...(type === 'boolean' || type === 'any' ? [fc.boolean()] : []),
    ...(nullable === true ? [fc.constant(null)] : []),
  ]
  return fc.oneof(...own)
}

function fits(value: ReadableValue, kind: 'scalar' | 'list' | 'number'): boolean {
  if (value.type === 'any') return true
  return kind === 'list' ? value.type === 'strings' : kind === 'number' ? value.type === 'number' : value.type !== 'strings'
}

const leaf: fc.Arbitrary<ConditionNode> = readFact.chain(ref => {
  const readable = readableOf(ref)
  const usable = operatorNames.filter(name => fits(readable, operators[name].of))
  return fc.constantFrom<OperatorName>(...usable).chain(operator => {
    const { asks, of } = operators[operator]
    const constant: fc.Arbitrary<ConditionValue> =
      asks === 'list'
        ? fc.array(scalarFor(readable), { maxLength: 11 })
        : asks === 'number'
          ? fc.constantFrom<Json>(...numbers)
          : scalarFor(of === 'list' && readable.type !== 'any' ? { type: 'string' } : readable)
    const element = of === 'list' && readable.type !== 'any' ? 'string' : readable.type
    const comparable = (candidate: ReadFact) => {
      const found = readableOf(candidate)
      const type = asks === 'list' && found.type === 'strings' ? 'string' : found.type
      return fits(found, asks) && (asks === 'number' || element === 'any' || type === 'any' || type === element)
    }
    const others = [...builtIn, ...hosted].filter(comparable)
    // What a value is compared with itself for is whether it is known: a way of its own.
    const other: fc.Arbitrary<ConditionValue> = comparable(ref) ? fc.oneof(fc.constant(ref), fc.constantFrom(...others)) : fc.constantFrom(...others)
    return fc.oneof({ weight: 4, arbitrary: constant }, { weight: 1, arbitrary: other }).map(value => ({ ...ref, operator, value }))
  })
})

const { root } = fc.letrec<{ root: ConditionNode; node: ConditionNode }>(tie => ({
  node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('root')),
  root: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(all => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }).map(any => ({ any })),
    tie('node').map(not => ({ not })),
    fc.constantFrom('one', 'two', 'three').map(condition => ({ condition })),
  ),
}))

const withoutNames = (node: ConditionNode): ConditionNode =>
  'all' in node
    ? { all: node.all.map(withoutNames) }
    : 'any' in node
      ? { any: node.any.map(withoutNames) }
      : 'not' in node
        ? { not: withoutNames(node.not) }
        : 'condition' in node
          ? { any: [{ fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }] }
          : node

const section = <E>(
  event: (i: number) => fc.Arbitrary<E>,
  maxLength: number,
  conditions: fc.Arbitrary<ConditionNode>,
): fc.Arbitrary<readonly PolicyRule<E>[]> =>
  fc
    .array(fc.tuple(conditions, fc.constantFrom(undefined, 1, 2, 3, 3)), { maxLength })
    .chain(rules =>
      fc.tuple(
        ...rules.map(([node, priority], i) =>
          event(i).map((made): PolicyRule<E> => ({ name: `r${i}`, ...(priority === undefined ? {} : { priority }), conditions: node, event: made })),
        ),
      ),
    )

const before = (node: ConditionNode): boolean => !JSON.stringify(node).includes('"effective"')

export const document: fc.Arbitrary<PolicyDocument> = fc.record({
  name: fc.constant('generated'),
  reasons: fc.constant(['own-reason']),
  // The first names none, the second the first, the third both: no cycle can come of it.
  conditions: fc.tuple(root.map(withoutNames), root.map(withoutNames), root.map(withoutNames)).map(([one, two, three]) => ({
    one,
    two: { any: [two, { condition: 'one' }] },
    three: { all: [{ condition: 'two' }, { not: three }] },
  })),
  layers: section(
    i => fc.boolean().map(enabled => ({ type: 'layer' as const, params: { name: `layer-${i}`, priority: 201 + i, settings: { enabled } } })),
    3,
    root.map(withoutNames).filter(before),
  ),
  rules: section(
    () =>
      fc.constantFrom(
        { type: 'suppress' as const, params: { reason: 'own-reason' } },
        { type: 'suppress' as const, params: { reason: 'muted' } },
        { type: 'allow' as const },
        { type: 'allow' as const, params: { reason: 'own-reason' } },
        { type: 'defer' as const, params: { seconds: 60, reason: 'quiet-hours' } },
      ),
    8,
    root,
  ),
  selection: section(
    () => fc.constantFrom({ type: 'offer' as const, params: { channels: ['fcm', '*'] } }, { type: 'offer' as const, params: { channels: ['apns'] } }),
    4,
    root,
  ),
})

/** Documents that loading accepts; rules that could never fire are left out. */
export const acceptedDocument: fc.Arbitrary<PolicyDocument> = document
  .map(made => {
    const dead = new Set(
      checkPolicy(made, { hostFacts })
        .filter(({ message }) => message.startsWith('never reached'))
        .map(({ pointer }) => pointer),
    )
    const alive = <R>(name: 'rules' | 'selection', rules: readonly R[]) => rules.filter((_, i) => !dead.has(`/${name}/${i}`))
    return { ...made, rules: alive('rules', made.rules), selection: alive('selection', made.selection ?? []) }
  })
  .filter(made => checkPolicy(made, { hostFacts }).length === 0)
