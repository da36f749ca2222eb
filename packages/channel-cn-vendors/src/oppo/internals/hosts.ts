import type { Secret } from '@rouse/core'
import { originOf as origin } from '../../common/index.ts'
import type { OppoApp } from '../config.ts'

/** Where a device registered. */
export type OppoRegion = 'CN' | 'INTL'

/** Source: vendors/oppo.md, "Endpoint". */
const hosts: Readonly<Record<OppoRegion, string>> = { CN: 'api.push.oppomobile.com', INTL: 'api-intl.push.oppomobile.com' }

/** The region in a registration id: one part, or `CN_…`, or `…_CN_…`, is China; all else is overseas. Source: vendors/oppo.md, "Endpoint". */
export function regionOf(token: Secret): OppoRegion {
  const [first, second] = token.reveal().split('_')
  return second === undefined || first === 'CN' || second === 'CN' ? 'CN' : 'INTL'
}

/** Scheme, host and port: of the entry's region, else of this token's, else China's. */
export function originOf({ host, port, region }: OppoApp, token?: Secret): string {
  const where = region === 'CN' || region === 'INTL' ? region : token === undefined ? 'CN' : regionOf(token)
  return origin(hosts[where], host, port)
}

/** An entry for both regions becomes one for each beside itself, so that each has a credential of its own; copies come last, so that an entry keeps its place. */
export function withBothRegions(apps: readonly OppoApp[]): readonly OppoApp[] {
  if (!Array.isArray(apps)) return apps
  const stated = (entry: OppoApp, region: OppoRegion) =>
    apps.some(other => other?.app === entry.app && other.environment === entry.environment && other.region === region)
  const open = apps.filter(entry => typeof entry === 'object' && entry !== null && entry.region === undefined)
  const copies = (['CN', 'INTL'] as const).flatMap(region => open.filter(entry => !stated(entry, region)).map(entry => ({ ...entry, region })))
  return copies.length === 0 ? apps : [...apps, ...copies]
}
