import { RouseError } from '@rouse/core'
import { type ProxyOptions, proxyFromEnvironment } from '@rouse/core/node'
import { readProxy } from '@rouse/core/transport'
import type { Io } from '../io.ts'
import { BadInput } from './bad-input.ts'

/** The proxy of `--proxy`, or else of HTTPS_PROXY and NO_PROXY. Throws BadInput, which never quotes the URL. */
export function proxyOptions(flag: string | undefined, io: Pick<Io, 'env'>): { readonly proxy?: string | ProxyOptions } {
  try {
    if (flag !== undefined) {
      readProxy(flag, '--proxy')
      return { proxy: flag }
    }
    const proxy = proxyFromEnvironment(io.env)
    return proxy === undefined ? {} : { proxy }
  } catch (error) {
    if (error instanceof RouseError) throw new BadInput([error.message])
    throw error
  }
}
