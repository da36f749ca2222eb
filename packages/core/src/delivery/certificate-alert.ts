/** TLS alerts by which a peer refuses a client certificate: its chain, its signature (`decrypt_error`), or whose it is. */
export function isCertificateAlert(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false
  const code = String(error.code)
  return code.includes('ALERT_') && /CERTIFICATE|UNKNOWN_CA|DECRYPT_ERROR|ACCESS_DENIED/.test(code)
}
