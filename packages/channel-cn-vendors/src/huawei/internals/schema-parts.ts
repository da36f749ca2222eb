/** Parts that the schemas of Huawei's two channels share. */
const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })

export const host = { type: 'string', pattern: '^[A-Za-z0-9.-]+$' }
export const port = { type: 'integer', minimum: 1, maximum: 65535 }
export const id = { type: 'string', pattern: '^(?:[A-Za-z0-9_.-]{1,128}|<.+>)$' }
export const boolean = { type: 'boolean' }

export const account = {
  type: ['object', 'string'],
  minLength: 2,
  writeOnly: true,
  required: ['key_id', 'private_key', 'sub_account'],
  properties: {
    project_id: id,
    key_id: text(256),
    private_key: { type: 'string', minLength: 1, writeOnly: true },
    sub_account: text(256),
  },
}

export const callback = {
  type: 'object',
  required: ['user', 'key'],
  additionalProperties: false,
  properties: { user: text(256), key: { type: 'string', minLength: 1, writeOnly: true } },
}

/** Neutral classes, for `nearest`. */
export const neutral = [
  'im',
  'voip',
  'account',
  'order',
  'subscription',
  'todo',
  'device-reminder',
  'work',
  'mail',
  'travel',
  'health',
  'finance',
  'express',
  'news',
  'content',
  'social',
  'marketing',
]

export const nearest = { type: 'object', propertyNames: { enum: neutral }, additionalProperties: { enum: neutral } }
