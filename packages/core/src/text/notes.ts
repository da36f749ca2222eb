import type { Note } from '../model/decision.ts'

/** The fields of a notification that are cut to fit. */
export type TextField = 'title' | 'subtitle' | 'body'

/** That a text was cut: the field, its length before and after, and the unit they are counted in. */
export const textTruncated = (field: TextField, from: number, to: number, unit: string): Note => ({
  code: 'text-truncated',
  detail: `${field} cut from ${from} to ${to} (${unit})`,
})

/** That the extension was left out; the push still goes. */
export const extDropped = (why: string): Note => ({ code: 'ext-dropped', detail: `ext left out: ${why}` })

/** That the image was left out; the push still goes. */
export const imageDropped = (why: string): Note => ({ code: 'image-dropped', detail: `image left out: ${why}` })
