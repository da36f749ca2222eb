import { bytes } from '@rouse/core/channel'

/** Bytes that stay for title and body, whatever a message states for one vendor. */
const forText = 600

/** Bytes of UTF-8 that parts of a request take together. */
export const sizeOf = (...parts: readonly string[]): number => parts.reduce((sum, part) => sum + bytes(part).length, 0)

/** What a message may state for one vendor alone: the bytes of `limit` beside what no fitting can shorten, and beside a short text. */
export const roomBeside = (limit: number, ...fixed: readonly string[]): number => Math.max(0, limit - forText - sizeOf(...fixed))
