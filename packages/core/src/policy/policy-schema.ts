import { reasons } from '../model/decision.ts'
import type { JsonSchema } from '../model/json.ts'
import { bundledChannels } from './bundled-channels.ts'
import { type FactInfo, factTable } from './fact-table.ts'
import { operatorNames } from './operators.ts'

const name = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\n\\r]+$' }
const scalar = { type: ['null', 'boolean', 'number', 'string'] }
const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const seconds = { type: 'integer', minimum: 1, maximum: 2_592_000 }
const count = { type: 'integer', minimum: 0, maximum: 10_000 }
const only = (properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties,
})
const ref = (definition: string) => ({ $ref: `#/$defs/${definition}` })
/** Known words for editors to complete, and others besides. */
const suggested = (words: readonly string[], pattern = '^[\\s\\S]{1,256}$') => ({ type: 'string', anyOf: [{ enum: [...words] }, { pattern }] })

/** A path as an editor offers it: an index is shown as 0, a vendor's field as one of its fields. */
const example = (path: string): string => path.replaceAll('[*]', '[0]').replace('.*.*', '.xiaomi.channelId')

const properties = {
  fact: { description: 'What is read: a built-in fact, or one of the host’s.', ...suggested(Object.keys(factTable)) },
  path: { description: '`$`, then child and index steps.', type: 'string', pattern: '^\\$' },
  params: { description: 'Only for the fact recent.', ...only({ seconds }) },
}

/** What holds where the named fields have these values. */
const where = (fields: Readonly<Record<string, string>>, then: Readonly<Record<string, unknown>>) => ({
  if: {
    type: 'object',
    required: Object.keys(fields),
    properties: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { const: value }])),
  },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
  then: { type: 'object', ...then },
})

/** The closed lists of values that some paths of a fact have. */
const valuesOf = (paths: FactInfo['paths']) =>
  Object.entries(paths).flatMap(([path, { type, oneOf }]) => {
    const values = oneOf ?? (type === 'boolean' ? [true, false] : [])
    if (values.length === 0) return []
    const value = { anyOf: [{ enum: [...values] }, { type: 'array', items: { enum: [...values] } }, ref('otherFact')] }
    return [where({ path: example(path) }, { properties: { value } })]
  })

/** The paths of each built-in fact, for editors to complete once the fact is written; `recent` needs its window. */
const byFact = (more: (paths: FactInfo['paths']) => readonly unknown[] = () => []) =>
  Object.entries(factTable).map(([fact, { paths, seconds: windowed }]) => {
    const required = windowed === true ? ['path', 'params'] : ['path']
    const rest = more(paths)
    const path = suggested(Object.keys(paths).map(example), '^\\$')
    return where({ fact }, { required, properties: { path, params: true }, ...(rest.length === 0 ? {} : { allOf: rest }) })
  })

const rule = (event: string) =>
  only(
    {
      name: { ...name, description: 'Unique within its section; decisions and traces show it.' },
      description: { type: 'string', maxLength: 500, description: 'One line that explain shows.' },
      priority: {
        type: 'integer',
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
        description: 'Highest first; equal ones by place in the document.',
      },
      conditions: ref('root'),
      event: ref(event),
    },
    ['name', 'conditions', 'event'],
  )

const reason = { description: 'A built-in reason, or one of the document’s `reasons`.', ...suggested(reasons) }
const priority = { description: 'The default of json-rules-engine, as its toJSON() writes it; it changes nothing.', const: 1 }
/** One kind of condition. */
const node = (properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)) => only({ ...properties, priority }, required)
const nodes = { type: 'array', minItems: 1, items: ref('node') }

/**
 * JSON Schema of a policy document, for editors, which complete facts, the paths of a fact and the words of a path from it, and for a first
 * look; `checkPolicy` says more: it knows the host's facts and channels, the type of every path, cycles, and rules that cannot fire. It refers
 * to the schemas of the model; `@rouse/core/schemas/policy.json` is the same in one piece. Source: docs/policy.md, "The parts of a document".
 */
export const policySchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/policy.json',
  title: 'Policy',
  description: 'Who gets a push, with which settings, over which channels.',
  ...only(
    {
      $schema: { type: 'string', maxLength: 500 },
      name: { type: 'string', minLength: 1, maxLength: 256 },
      description: { type: 'string', maxLength: 5000 },
      reasons: {
        description: 'Reason codes beside the built-in ones.',
        type: 'array',
        uniqueItems: true,
        items: { type: 'string', maxLength: 64, pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$', not: { enum: [...reasons] } },
      },
      conditions: { description: 'Named conditions, for reuse: {"condition": "name"}.', type: 'object', additionalProperties: ref('root') },
      layers: {
        description: 'Rules that state push settings. Built in: default 0, global 100, message 200.',
        type: 'array',
        maxItems: 1000,
        items: ref('layerRule'),
      },
      rules: { description: 'The first that suppresses, allows or defers ends the evaluation.', type: 'array', maxItems: 1000, items: ref('rule') },
      selection: {
        description: 'The first that matches orders and limits the channels. Absent or empty: the default policy’s.',
        type: 'array',
        maxItems: 1000,
        items: ref('offerRule'),
      },
      onFactError: { description: 'What a host fact that failed or came too late means.', enum: ['suppress', 'allow'], default: 'suppress' },
      tests: { description: 'The policy’s own tests.', type: 'array', items: ref('test') },
    },
    ['name', 'rules'],
  ),
  $defs: {
    root: { description: 'The root of a condition tree.', type: 'object', oneOf: [ref('all'), ref('any'), ref('not'), ref('named')] },
    node: { type: 'object', oneOf: [ref('all'), ref('any'), ref('not'), ref('named'), ref('leaf')] },
    all: { description: 'Every one holds.', ...node({ all: nodes }) },
    any: { description: 'At least one holds.', ...node({ any: nodes }) },
    not: node({ not: ref('node') }),
    named: { description: 'One of the document’s `conditions`.', ...node({ condition: name }) },
    leaf: {
      ...node(
        {
          ...properties,
          operator: { enum: [...operatorNames] },
          value: {
            description: 'A constant, a list of constants for in and notIn, or another fact.',
            anyOf: [scalar, { type: 'array', items: scalar }, ref('otherFact')],
          },
        },
        ['fact', 'operator', 'value'],
      ),
      allOf: byFact(valuesOf),
    },
    otherFact: { description: 'Compares with what another fact is.', ...only(properties, ['fact']), allOf: byFact() },
    layerRule: rule('layer'),
    rule: rule('verdict'),
    offerRule: rule('offer'),
    layer: only({
      type: { const: 'layer' },
      params: only({
        name: { ...name, not: { enum: ['default', 'global', 'message', 'elements'] } },
        priority: { type: 'integer', not: { enum: [0, 100, 200] } },
        settings: { $ref: 'https://rouse.dev/schemas/push-settings.json' },
      }),
    }),
    verdict: {
      type: 'object',
      oneOf: [
        only({ type: { const: 'suppress' }, params: only({ reason }) }),
        only({ type: { const: 'allow' }, params: only({ reason }, []) }, ['type']),
        only({ type: { const: 'defer' }, params: only({ seconds, reason }) }),
      ],
    },
    offer: only({
      type: { const: 'offer' },
      params: only({
        channels: {
          description: 'In the order they are tried; "*": any other that fits, newest registration first.',
          type: 'array',
          minItems: 1,
          uniqueItems: true,
          items: suggested(['*', ...bundledChannels]),
        },
      }),
    }),
    test: only(
      {
        name: { type: 'string', minLength: 1, maxLength: 256 },
        message: { $ref: 'https://rouse.dev/schemas/message.json' },
        recipient: { $ref: 'https://rouse.dev/schemas/recipient.json' },
        now: { description: 'The clock of the decision; default: now.', type: 'string', format: 'date-time' },
        facts: { description: 'What the host answers for the recipient, by the name of the host fact.', type: 'object' },
        recent: { description: 'Pushes that the counters tell of, in any window; default 0.', ...only({ recipient: count, conversation: count }, []) },
        expect: ref('expect'),
      },
      ['name', 'message', 'recipient', 'expect'],
    ),
    expect: {
      description: 'Part of a Decision: what it states must be so.',
      ...only(
        {
          message: text,
          recipient: text,
          device: { description: 'Of several devices the one it is about; default: every one.', ...textOrNull },
          policy: text,
          decision: { enum: ['push', 'suppress', 'defer'] },
          reason: { type: ['string', 'null'], anyOf: [{ enum: [...reasons, null] }, { type: 'string' }] },
          rule: textOrNull,
          dueAt: textOrNull,
          channel: textOrNull,
          channels: { type: 'array', items: text },
          settings: { type: 'object', additionalProperties: only({ value: true, from: text }, []) },
          notes: { type: 'array' },
          trace: { type: 'array' },
          request: { type: 'object' },
        },
        [],
      ),
    },
  },
}
