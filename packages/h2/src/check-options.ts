import { X509Certificate } from 'node:crypto'
import { RouseError, readProxy } from '@rouse/core/transport'
import type { H2Options } from './options.ts'

type Counts = 'maxConnections' | 'maxStreams' | 'queue' | 'maxResponseBytes'
type Times = 'connectTimeoutMs' | 'pingIntervalMs' | 'pingTimeoutMs' | 'idlePingMs' | 'silenceMs' | 'deadAfterMs' | 'maxAgeMs'

const leastCount: Readonly<Record<Counts, number>> = { maxConnections: 1, maxStreams: 1, queue: 0, maxResponseBytes: 0 }
const times: readonly Times[] = ['connectTimeoutMs', 'pingIntervalMs', 'pingTimeoutMs', 'idlePingMs', 'silenceMs', 'deadAfterMs', 'maxAgeMs']

/** Throws RouseError `config-invalid` for a number that is out of bounds, an authority that is no certificate, and a proxy that cannot be used. */
export function checkOptions(options: H2Options): void {
  for (const name of Object.keys(leastCount) as Counts[]) {
    const value = options[name]
    if (value === undefined || value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value >= leastCount[name])) continue
    throw refused(name, `must be a whole number from ${leastCount[name]}, and is ${value}`)
  }
  for (const name of times) {
    const value = options[name]
    if (value !== undefined && !(value > 0)) throw refused(name, `must be a number of milliseconds above 0, and is ${value}`)
  }
  const { unavailableAgeMs } = options
  if (unavailableAgeMs !== undefined && !(unavailableAgeMs >= 0))
    throw refused('unavailableAgeMs', `must be a number of milliseconds from 0, and is ${unavailableAgeMs}`)
  if (options.proxy !== undefined) readProxy(options.proxy)
  if (options.ca !== undefined) for (const text of [options.ca].flat()) checkAuthority(text)
}

/** TLS itself passes over what is no certificate, and then trusts nobody by it. */
function checkAuthority(text: string): void {
  try {
    new X509Certificate(text)
  } catch (error) {
    throw refused('ca', 'must hold PEM texts of certificates, and one of them is none', error)
  }
}

const refused = (name: string, what: string, cause?: unknown) => new RouseError('config-invalid', `h2: option "${name}" ${what}`, { cause })
