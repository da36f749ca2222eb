/**
 * The share 0…99 that an id falls into: the same on every machine and in every run (32-bit FNV-1a over the
 * UTF-16 units, then Murmur3's finalizer). For staged roll-outs: `recipient.bucket` below 10 is a tenth of all.
 */
export function bucketOf(id: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) % 100
}
