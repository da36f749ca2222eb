/** TLS alerts by which a peer refuses a client certificate: its chain, its signature (`decrypt_error`), or whose it is. */
export function isCertificateAlert(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /ALERT_.*(CERTIFICATE|UNKNOWN_CA|DECRYPT_ERROR|ACCESS_DENIED)/.test(String(error.code))
}
