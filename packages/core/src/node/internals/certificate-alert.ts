/** TLS alerts by which a peer refuses a client certificate. */
export function isCertificateAlert(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /ALERT_.*(CERTIFICATE|UNKNOWN_CA)/.test(String(error.code))
}
