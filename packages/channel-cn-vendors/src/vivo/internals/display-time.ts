import type { Json, Note, Notification } from '@rouse/core/channel'
import type { VivoSettings } from '../config.ts'

const minute = 60_000
const day = 86_400_000
const chinaOffset = 8 * 3_600_000

/** Seconds that the engine keeps a push at most whose ttl is left to the vendor. */
const longestKept = 2_592_000

/** When the push may have been decided, in UNIX ms: one moment where the ttl is known. */
interface Decided {
  readonly earliest: number
  readonly latest: number
}

/** Source: docs/vendors/vivo.md, "`/message/send`", timedDisplay. */
const rules: readonly (readonly [why: string, holds: (start: number, end: number, decided: Decided) => boolean])[] = [
  ['ends before it starts', (start, end) => end > start],
  ['takes 120 minutes or more', (start, end) => end - start < 120 * minute],
  ['is not within one day in China', (start, end) => dayOf(start) === dayOf(end)],
  ['starts in less than 10 minutes', (start, _, { earliest }) => start - earliest >= 10 * minute],
  ['starts in more than 24 hours', (start, _, { latest }) => start - latest <= day],
]

/** `timedDisplay` as stated, its times as numbers, where vivo takes it; else nothing, with a note: a push that shows at once is more than one that is refused. */
export function displayTime({ vendor, ttl, expiresAt }: Notification, notes: Note[]): { readonly [field: string]: Json } {
  const { timedDisplay } = vendor as VivoSettings
  if (timedDisplay === undefined) return {}
  // The moment of the decision follows from what is left, which is not known where the vendor's own default holds.
  const decided =
    ttl === null
      ? { earliest: (expiresAt - longestKept) * 1000, latest: expiresAt * 1000 }
      : { earliest: (expiresAt - ttl) * 1000, latest: (expiresAt - ttl) * 1000 }
  const [start, end] = [Number(timedDisplay.showStartTime), Number(timedDisplay.showEndTime)]
  const broken = rules.find(([, holds]) => !holds(start, end, decided))
  if (broken === undefined) return { timedDisplay: { ...timedDisplay, showStartTime: start, showEndTime: end } }
  notes.push({ code: 'field-dropped', detail: `vendors.vivo.timedDisplay ${broken[0]}: left out, vivo would refuse the push` })
  return {}
}

const dayOf = (at: number): number => Math.floor((at + chinaOffset) / day)
