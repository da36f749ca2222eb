import type { Connection } from '../common/call.ts'

/** The name in the certificate of an app, for both environments. */
export const certificateName = (bundleId: string): string => `Apple Push Services: ${bundleId}`

/** The name in a certificate of the development environment alone. */
const developmentName = (bundleId: string): string => `Apple Development IOS Push Services: ${bundleId}`

/** Why a client's certificate is refused; null: it may push to this app. Source: docs/vendors/apns.md, "Response". */
export function certificateFault(
  { name, trusted }: NonNullable<Connection['client']>,
  bundleId: string,
  environment: 'production' | 'development',
): string | null {
  if (!trusted) return 'BadCertificate'
  if (name === certificateName(bundleId)) return null
  if (name !== developmentName(bundleId)) return 'BadCertificate'
  return environment === 'development' ? null : 'BadCertificateEnvironment'
}
