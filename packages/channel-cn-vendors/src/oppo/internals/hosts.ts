import type { Secret } from '@rouse/core/channel'
import { originOf as origin } from '../../common/index.ts'
import type { OppoApp } from '../config.ts'

/** Where a device registered. */
export type OppoRegion = 'CN' | 'INTL'

/** Source: docs/vendors/oppo.md, "Endpoint". */
const hosts: Readonly<Record<OppoRegion, string>> = { CN: 'api.push.oppomobile.com', INTL: 'api-intl.push.oppomobile.com' }

/** The region in a registration id: one part, or `CN_…`, or `…_CN_…`, is China; all else is overseas. Source: docs/vendors/oppo.md, "Endpoint". */
export function regionOf(token: Secret): OppoRegion {
  const [first, second] = token.reveal().split('_')
  return second === undefined || first === 'CN' || second === 'CN' ? 'CN' : 'INTL'
}

/** Scheme, host and port: of the entry's region, else of this token's, else China's. */
export function originOf({ host, port, region, chinaHost }: OppoApp, token?: Secret): string {
  const where = region === 'CN' || region === 'INTL' ? region : token === undefined ? 'CN' : regionOf(token)
  return origin(where === 'CN' ? (chinaHost ?? hosts.CN) : hosts.INTL, host, port)
}

/** Every place that an entry's pushes may go to, China's first: an entry without region serves both. */
export function originsOf(app: OppoApp): readonly string[] {
  return [...new Set((['CN', 'INTL'] as const).map(region => originOf({ ...app, region: app.region ?? region })))]
}
