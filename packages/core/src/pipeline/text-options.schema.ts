import type { JsonSchema } from '../model/json.ts'
import { defaultWords } from '../text/words.ts'

const word = { type: 'string', maxLength: 1024 }
const words = Object.keys(defaultWords.en)

/** JSON Schema of the engine's `text`, but for the host's own function `body`. */
export const textOptionsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/text-options.json',
  title: 'TextOptions',
  type: 'object',
  additionalProperties: false,
  properties: {
    appName: { type: 'string', maxLength: 1024 },
    languages: {
      type: 'object',
      maxProperties: 1000,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: words,
        properties: Object.fromEntries(words.map(name => [name, word])),
      },
    },
    mentionMark: { type: 'boolean' },
    previewKeeps: { type: 'array', maxItems: 5, items: { enum: ['subtitle', 'image', 'clickUrl', 'templateText', 'ext'] } },
    body: {},
  },
}
