import { TransportError } from '@rouse/core/transport'

/** A URL as it is sent: its path begins where its origin ends. */
export interface Target {
  readonly url: string
  readonly origin: string
}

/** What a path may hold as it stands. Whatever else there is goes the long way through the URL parser. */
const plainPath = /\/[A-Za-z0-9.\-_~!$&'()*+,;=:@%/?]*/y

/** Whether a URL begins with this origin, and the rest can go as it is. */
export function isPlain(url: string, origin: string): boolean {
  if (!url.startsWith(origin)) return false
  plainPath.lastIndex = origin.length
  return plainPath.test(url) && plainPath.lastIndex === url.length
}

/** Origin and path of any URL. Throws TransportError `protocol`; its message never holds the path. */
export function targetOf(url: string, priorKnowledge: boolean): Target {
  if (!URL.canParse(url)) throw new TransportError('protocol', 'the request has no absolute URL', false)
  const { protocol, origin, username, password, pathname, search } = new URL(url)
  if (protocol !== 'https:' && !(protocol === 'http:' && priorKnowledge)) {
    throw new TransportError('protocol', `${protocol} is not spoken here: use https:`, false)
  }
  if (username !== '' || password !== '') throw new TransportError('protocol', `${origin}: a URL must not hold a user name or password`, false)
  return { origin, url: isPlain(url, origin) ? url : origin + pathname + search }
}
