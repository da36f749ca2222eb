import { type ProxyOptions, readProxy } from '../transport/connect-proxy.ts'

/**
 * Reads the proxy for HTTPS from environment variables, for the option `proxy` of a transport. As with curl, `https_proxy` comes before
 * `HTTPS_PROXY`, a URL without scheme is `http://`, and `no_proxy` (before `NO_PROXY`) lists hosts that are reached directly, separated by
 * commas or spaces; `*` is all. Ranges such as 10.0.0.0/8 are not read. HTTP_PROXY and ALL_PROXY are not read: every vendor is asked over TLS.
 *
 * @returns undefined where no proxy is set, or the value is empty.
 * @throws RouseError `config-invalid` for a URL that is not `http://[user:password@]host[:port]`; the error names the variable, not its value.
 *
 * @example
 * const proxy = proxyFromEnvironment(process.env)
 * const transport = nodeTransport(proxy === undefined ? {} : { proxy })
 */
export function proxyFromEnvironment(env: Readonly<Record<string, string | undefined>>): ProxyOptions | undefined {
  const name = env.https_proxy === undefined ? 'HTTPS_PROXY' : 'https_proxy'
  const value = env[name]?.trim() ?? ''
  if (value === '') return undefined
  const url = value.includes('://') ? value : `http://${value}`
  const except = (env.no_proxy ?? env.NO_PROXY ?? '').split(/[\s,]/).filter(host => host !== '')
  const proxy = { url, except }
  readProxy(proxy, name)
  return proxy
}
