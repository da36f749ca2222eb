import type { JsonSchema } from './json.ts'

const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }

/** JSON Schema of Decision, what `explain --json` prints. Source: docs/model.md, "Decision". */
export const decisionSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/decision.json',
  title: 'Decision',
  description: 'What is decided for one recipient and device.',
  type: 'object',
  additionalProperties: false,
  required: ['message', 'recipient', 'device', 'policy', 'decision', 'reason', 'rule', 'dueAt', 'channel', 'channels', 'settings', 'notes', 'trace'],
  properties: {
    message: text,
    recipient: text,
    device: textOrNull,
    policy: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$', title: 'sha256: and 64 hex digits' },
    decision: { enum: ['push', 'suppress', 'defer'] },
    reason: textOrNull,
    rule: textOrNull,
    dueAt: { type: ['string', 'null'], format: 'date-time' },
    channel: textOrNull,
    channels: { type: 'array', items: text },
    settings: {
      type: 'object',
      additionalProperties: { type: 'object', additionalProperties: false, required: ['value', 'from'], properties: { value: true, from: text } },
    },
    notes: {
      type: 'array',
      items: { type: 'object', additionalProperties: false, required: ['code', 'detail'], properties: { code: text, detail: text } },
    },
    trace: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['rule', 'matched', 'because'],
        properties: { rule: text, matched: { type: ['boolean', 'null'] }, because: text },
      },
    },
    request: {
      type: 'object',
      additionalProperties: false,
      required: ['channel', 'method', 'url', 'headers', 'body', 'tokens'],
      properties: {
        channel: text,
        method: text,
        url: text,
        headers: { type: 'object', additionalProperties: text },
        body: true,
        tokens: { type: 'array', items: text },
      },
    },
  },
}
