import { consoleId, secretText, textUpTo } from '../common/schema-parts.ts'

/** Parts that the schemas of Huawei's two channels share. */
export const account = {
  type: ['object', 'string'],
  minLength: 2,
  writeOnly: true,
  required: ['key_id', 'private_key', 'sub_account'],
  properties: { project_id: consoleId, key_id: textUpTo(256), private_key: secretText, sub_account: textUpTo(256) },
}

export const callback = {
  type: 'object',
  required: ['user', 'key'],
  additionalProperties: false,
  properties: { user: textUpTo(256), key: secretText, maxAgeMs: { type: 'integer', minimum: 1000, maximum: 86_400_000 } },
}
