import { originOf as origin } from '../../common/index.ts'
import type { XiaomiApp } from '../config.ts'

const mainland = 'api.xmpush.xiaomi.com'

/** The EEA and the United Kingdom. */
const european = 'EU AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE GB UK'.split(' ')

/** Regions with a host of their own, and `SG` for all other countries. Source: docs/vendors/xiaomi.md, "Endpoint". */
const hosts: Readonly<Record<string, string>> = {
  CN: mainland,
  IN: 'idmb-api.xmpush.global.xiaomi.com',
  RU: 'ru-api.xmpush.global.xiaomi.com',
  EU: 'fr-api.xmpush.global.xiaomi.com',
  SG: 'sgp-api.xmpush.global.xiaomi.com',
}

/** The name of the host that serves a region, of ISO 3166-1 alpha-2 or `EU`; what is no such code is its own name. */
export function regionName(stated: string): string {
  const region = stated.toUpperCase()
  if (!/^[A-Z]{2}$/.test(region)) return stated
  if (european.includes(region)) return 'EU'
  return Object.hasOwn(hosts, region) ? region : 'SG'
}

/** Scheme, host and port of an app entry's region; without a region, mainland China's. */
export const originOf = ({ host, port, region }: XiaomiApp): string => origin(hosts[regionName(region ?? 'CN')] ?? mainland, host, port)

/**
 * Each entry without region, once more for every regional host, so that a device is reached where it registered. A host of the entry's
 * own serves all regions, and an entry that states a region keeps it. Copies come last, so that an entry keeps its place.
 */
export function withRegions(apps: readonly XiaomiApp[]): readonly XiaomiApp[] {
  if (!Array.isArray(apps)) return apps
  const isStated = ({ app, environment }: XiaomiApp, region: string) =>
    apps.some(other => other?.app === app && other.environment === environment && typeof other.region === 'string' && regionName(other.region) === region)
  const open = apps.filter(entry => typeof entry === 'object' && entry !== null && entry.region === undefined && entry.host === undefined)
  const regions = Object.keys(hosts).filter(region => region !== 'CN')
  const copies = open.flatMap(entry => regions.filter(region => !isStated(entry, region)).map(region => ({ ...entry, region })))
  return copies.length === 0 ? apps : [...apps, ...copies]
}
