import type { XiaomiApp } from '../config.ts'

const mainland = 'api.xmpush.xiaomi.com'
const others = 'sgp-api.xmpush.global.xiaomi.com'
const europe = 'fr-api.xmpush.global.xiaomi.com'

/** The EEA and the United Kingdom. */
const european = 'EU AT BE BG HR CY CZ DK EE FI FR DE GR HU IS IE IT LV LI LT LU MT NL NO PL PT RO SK SI ES SE GB UK'.split(' ')

/** Region of registration to host. Source: vendors/xiaomi.md, "Endpoint". */
const hosts: Readonly<Record<string, string>> = {
  CN: mainland,
  IN: 'idmb-api.xmpush.global.xiaomi.com',
  RU: 'ru-api.xmpush.global.xiaomi.com',
  ...Object.fromEntries(european.map(region => [region, europe])),
}

/** Scheme, host and port of an app entry's region; without a region, mainland China's. */
export function originOf({ host, port, region }: XiaomiApp): string {
  const name = host ?? (region === undefined ? mainland : (hosts[region.toUpperCase()] ?? others))
  return `https://${name}${port === undefined || port === 443 ? '' : `:${port}`}`
}
