import type { Json } from '@rouse/core'
import { factTable, type ReadableValue } from '@rouse/core/policy'

const instants = ['2026-11-20T09:00:00Z', '2027-01-15T21:30:00Z']
const hours = ['21:30', '06:15']

/** Texts of places that do not take any text. */
const others: { readonly [place: string]: readonly string[] } = {
  'message $.sentAt': instants,
  'conversation $.mutedUntil': instants,
  'now $.iso': instants,
  'recipient $.timeZone': ['UTC', 'Asia/Tokyo'],
  'recipient $.locale': ['en', 'fr'],
  'recipient $.quietHours.from': hours,
  'recipient $.quietHours.to': hours,
  'device $.region': ['US', 'JP'],
  'device $.lastSeenAt': instants,
  'effective $.ext.base64': ['Yg==', 'Yw=='],
  'effective $.image': ['https://example.com/1.png', 'https://example.com/2.png'],
  'effective $.android.clickIntent': ['intent:#Intent;action=one;end', 'intent:#Intent;action=two;end'],
  'effective $.android.clickUrl': ['https://example.com/1', 'https://example.com/2'],
}

/** What the table of facts says of a place; undefined: a host's. */
export function readableOf(fact: string, path: string): ReadableValue | undefined {
  const paths = factTable[fact]?.paths ?? {}
  return paths[path] ?? paths[path.replace(/\[\d+\]/g, '[*]')]
}

/** How far the next whole number is: 1, and from 2^53 on, where adding 1 changes nothing, more. */
export const stepOf = (value: number): number => (Math.abs(value) < 2 ** 53 ? 1 : 2 ** (Math.floor(Math.log2(Math.abs(value))) - 52))

/** Other values that a place may have, close to this one where that means something. */
export function alternativesTo(fact: string, path: string, value: Json): readonly Json[] {
  const { oneOf, range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] } = readableOf(fact, path) ?? {}
  const known: readonly Json[] | undefined = oneOf ?? others[`${fact} ${path}`]
  if (known !== undefined && (typeof value === 'string' || value === null)) return known.filter(other => other !== value)
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return [value + stepOf(value), value - stepOf(value)].filter(other => other >= range[0] && other <= range[1])
  return typeof value === 'string' ? [`${value}-other`] : []
}

/** Any value that a place may have. */
export function sampleOf(fact: string, path: string): Json {
  const { type = 'string', oneOf } = readableOf(fact, path) ?? {}
  return type === 'number' ? 60 : type === 'boolean' ? true : ((oneOf ?? others[`${fact} ${path}`])?.[0] ?? 'some')
}
