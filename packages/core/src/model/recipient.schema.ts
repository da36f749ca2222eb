import type { JsonSchema } from './json.ts'
import { platforms } from './recipient.ts'

const id = { $ref: 'https://rouse.dev/schemas/push-settings.json#/$defs/id' }
const sound = { $ref: 'https://rouse.dev/schemas/push-settings.json#/$defs/sound' }
/** Facts that a host takes from a phone: no phone says more. */
const phoneText = { type: 'string', maxLength: 256 }
const hourAndMinute = { type: 'string', pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', title: 'HH:MM of 00:00–23:59' }

/** JSON Schema of Recipient. Source: docs/model.md, "Recipient". */
export const recipientSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/recipient.json',
  title: 'Recipient',
  description: 'A user the message is for.',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'devices'],
  properties: {
    id,
    settings: {
      description: 'Global push settings; absent: not stated.',
      type: 'object',
      additionalProperties: false,
      properties: { enabled: { type: 'boolean' }, c2cSound: sound, groupSound: sound },
    },
    conversation: {
      type: 'object',
      additionalProperties: false,
      properties: { receive: { enum: ['all', 'no-notify', 'mentions', 'none'] }, mutedUntil: { type: ['string', 'null'], format: 'date-time' } },
    },
    quietHours: {
      description: 'Do-not-disturb window [from, to) in the recipient’s time zone; equal bounds: never.',
      type: 'object',
      additionalProperties: false,
      required: ['from', 'to'],
      properties: { from: hourAndMinute, to: hourAndMinute },
    },
    preview: { enum: ['full', 'sender', 'none'], description: 'What a locked screen may show. Default full.' },
    timeZone: { type: 'string', description: 'IANA name, in any spelling that Intl knows. An unknown one counts as UTC.' },
    locale: { type: 'string', description: 'BCP 47; _ for -, any case and old codes are read too.' },
    unread: { type: 'integer', minimum: 0, description: 'Counts this message. Absent: unknown.' },
    devices: { type: 'array', maxItems: 1000, items: { $ref: '#/$defs/device' } },
  },
  $defs: {
    device: {
      type: 'object',
      additionalProperties: false,
      required: ['id', 'platform', 'registrations'],
      properties: {
        id,
        platform: { enum: [...platforms] },
        maker: phoneText,
        osVersion: phoneText,
        session: { enum: ['logged-in', 'logged-out', 'kicked', 'never'], description: 'Default logged-in.' },
        appState: { enum: ['closed', 'background', 'foreground'], description: 'Default closed.' },
        region: { type: 'string', pattern: '^[A-Za-z]{2}$', title: 'an ISO 3166-1 alpha-2 code like "CN"' },
        playServices: { type: 'boolean' },
        hmsVersion: { type: ['integer', 'null'], minimum: 0 },
        lastSeenAt: { type: 'string', format: 'date-time', description: 'When the host last heard from it.' },
        registrations: { type: 'array', maxItems: 100, items: { $ref: '#/$defs/registration' } },
      },
    },
    registration: {
      type: 'object',
      additionalProperties: false,
      required: ['channel', 'token', 'app'],
      properties: {
        channel: id,
        token: { type: 'string', minLength: 1, maxLength: 4096 },
        app: id,
        environment: { enum: ['production', 'development'], description: 'APNs only. Default production.' },
        kind: { enum: ['alert', 'voip', 'fid'], description: 'Default alert.' },
        region: { type: ['string', 'null'], maxLength: 64, description: 'Chooses among a vendor’s regional hosts.' },
        registeredAt: { type: 'string', format: 'date-time', description: 'Absent: the oldest.' },
      },
    },
  },
}
