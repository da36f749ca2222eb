/** Four bytes, big-endian, as an unsigned number. Bytes past the end count as 0: check the length first. */
export function uint32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)) >>> 0
}

/** Four bytes, big-endian, without the reserved first bit: stream ids and window steps. */
export function uint31(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) & 0x7fff_ffff
}
