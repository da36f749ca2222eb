import type { Ext } from '@rouse/core'

/** Bytes as Rouse's ext: UTF-8 text as text, others as base64; none: undefined. */
export function extOf(data: Uint8Array | null): Ext | undefined {
  if (data === null || data.length === 0) return undefined
  const text = utf8(data)
  return text === null ? { base64: Buffer.from(data).toString('base64') } : text
}

/** The same bytes in an array that nobody else holds; none: null. */
export const copyOf = (data: Uint8Array | null | undefined): Uint8Array | null => (data === null || data === undefined ? null : Uint8Array.from(data))

/** Bytes as text: UTF-8 where they are that, else base64. */
export function textOf(data: Uint8Array): string {
  return utf8(data) ?? Buffer.from(data).toString('base64')
}

function utf8(data: Uint8Array): string | null {
  const text = Buffer.from(data).toString('utf8')
  // Equal again only if no byte had to be replaced; a decoder that throws would also drop a leading BOM.
  return Buffer.from(text, 'utf8').equals(data) ? text : null
}
