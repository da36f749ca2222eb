import { apns, apnsAnswers } from '@rouse/channel-apns'
import {
  harmony,
  harmonyReasons,
  honor,
  honorLists,
  huawei,
  huaweiAnswers,
  meizu,
  meizuAnswers,
  meizuValues,
  oppo,
  oppoAnswers,
  vivo,
  vivoAnswers,
  vivoStatuses,
  xiaomi,
  xiaomiAnswers,
} from '@rouse/channel-cn-vendors'
import { fcm, fcmAnswers } from '@rouse/channel-fcm'
import type { AnyChannel } from '@rouse/core'

/** A row of a channel's table: what a code means, or what it means by what was said beside it. */
type Rows = Readonly<Record<string, unknown>>

/** A bundled channel, where its folder lies, and the tables that say what its vendor's codes mean. */
export interface Bundled {
  readonly name: string
  /** From the repository's root. */
  readonly folder: string
  readonly make: (config: { readonly apps: readonly never[] }) => AnyChannel
  readonly answers: readonly Rows[]
}

const cn = (name: string) => `packages/channel-cn-vendors/src/${name}`

/** All nine, in the order of the documents. */
export const bundledChannels: readonly Bundled[] = [
  { name: 'apns', folder: 'packages/channel-apns/src', make: apns, answers: [apnsAnswers] },
  { name: 'fcm', folder: 'packages/channel-fcm/src', make: fcm, answers: [fcmAnswers] },
  { name: 'huawei', folder: cn('huawei'), make: huawei, answers: [huaweiAnswers] },
  { name: 'harmony', folder: cn('harmony'), make: harmony, answers: [harmonyReasons] },
  { name: 'honor', folder: cn('honor'), make: honor, answers: [honorLists] },
  { name: 'xiaomi', folder: cn('xiaomi'), make: xiaomi, answers: [xiaomiAnswers] },
  { name: 'oppo', folder: cn('oppo'), make: oppo, answers: [oppoAnswers] },
  { name: 'vivo', folder: cn('vivo'), make: vivo, answers: [vivoAnswers, vivoStatuses] },
  { name: 'meizu', folder: cn('meizu'), make: meizu, answers: [meizuAnswers, meizuValues] },
]

/** The codes of a channel that drop a token: always, or where they were said of one token alone. */
export function deadCodes({ answers }: Bundled): readonly string[] {
  const alone = { single: true, words: 'No valid targets!' }
  return answers.flatMap(rows =>
    Object.entries(rows).flatMap(([code, row]) => {
      const verdict = (typeof row === 'function' ? row(alone) : row) as { readonly kind: string }
      return verdict.kind === 'gone' ? [code] : []
    }),
  )
}
