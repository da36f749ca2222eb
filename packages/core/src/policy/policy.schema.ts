import { reasons } from '../model/decision.ts'
import type { JsonSchema } from '../model/json.ts'
import { bundledChannels } from './bundled-channels.ts'
import { factTable } from './fact-table.ts'
import { operatorNames } from './operators.ts'

const name = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[^\\n\\r]+$' }
const scalar = { type: ['null', 'boolean', 'number', 'string'] }
const seconds = { type: 'integer', minimum: 1, maximum: 2_592_000 }
const only = (properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties,
})
const ref = (definition: string) => ({ $ref: `#/$defs/${definition}` })
/** Known words for editors to complete, and others besides. */
const suggested = (words: readonly string[], pattern = '^[\\s\\S]{1,256}$') => ({ type: 'string', anyOf: [{ enum: [...words] }, { pattern }] })

/** Paths of the built-in facts; an index is shown as 0. */
const paths = [...new Set(Object.values(factTable).flatMap(({ paths: own }) => Object.keys(own).map(path => path.replaceAll('[*]', '[0]'))))].filter(
  path => !path.includes('*'),
)

const fact = {
  fact: { description: 'What is read: a built-in fact, or one of the host’s.', ...suggested(Object.keys(factTable)) },
  path: { description: '`$`, then child and index steps.', ...suggested(paths, '^\\$') },
  params: { description: 'Only for the fact recent.', ...only({ seconds }) },
}

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
const nodes = { type: 'array', minItems: 1, items: ref('node') }

/**
 * JSON Schema of a policy document, for editors and for a first look; `checkPolicy` says more: it knows the host's facts and channels,
 * the type of every path, cycles, and rules that cannot fire. Source: domain/design, "Policy documents".
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
    all: { description: 'Every one holds.', ...only({ all: nodes }) },
    any: { description: 'At least one holds.', ...only({ any: nodes }) },
    not: only({ not: ref('node') }),
    named: { description: 'One of the document’s `conditions`.', ...only({ condition: name }) },
    leaf: only(
      {
        ...fact,
        operator: { enum: [...operatorNames] },
        value: {
          description: 'A constant, a list of constants for in and notIn, or another fact.',
          anyOf: [scalar, { type: 'array', items: scalar }, ref('otherFact')],
        },
      },
      ['fact', 'operator', 'value'],
    ),
    otherFact: only(fact, ['fact']),
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
        now: { type: 'string', format: 'date-time' },
        expect: { description: 'A partial Decision.', type: 'object' },
      },
      ['name', 'message', 'recipient', 'expect'],
    ),
  },
}
