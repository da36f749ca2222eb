/** Scheme, host and port of a vendor's API: `host` and `port` of an app entry, else the vendor's own host. Default port: 443. */
export function originOf(own: string, host?: string, port?: number): string {
  return `https://${host ?? own}${port === undefined || port === 443 ? '' : `:${port}`}`
}
