import { originOf as origin } from '../../common/index.ts'
import type { MeizuApp } from '../config.ts'

const mainland = 'server-api-push.meizu.com'
const overseas = 'server-api-push.in.meizu.com'

/** Scheme, host and port of an app entry. Plain http is gone since April 2025. Source: docs/vendors/meizu.md, "Endpoint". */
export const originOf = ({ host, port, region }: MeizuApp): string =>
  origin(region === undefined || region.toUpperCase() === 'CN' ? mainland : overseas, host, port)

/** The URL of a redirect, where it stays with Meizu (or with the host that config names) and with https; else null. */
export function redirectTo(redirect: string, from: string): string | null {
  if (!URL.canParse(redirect)) return null
  const url = new URL(redirect)
  const known = url.host === new URL(from).host || (url.hostname.endsWith('.meizu.com') && url.port === '')
  return known && url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null
}
