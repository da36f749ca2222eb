import type { JsonObject } from '../common/json.ts'
import type { Reply } from '../common/reply.ts'

/** FCM's error codes with HTTP status and RPC status. Source: docs/vendors/fcm.md, "Errors". */
export const fcmErrors: Readonly<Record<string, readonly [http: number, status: string]>> = {
  UNREGISTERED: [404, 'NOT_FOUND'],
  INVALID_ARGUMENT: [400, 'INVALID_ARGUMENT'],
  SENDER_ID_MISMATCH: [403, 'PERMISSION_DENIED'],
  QUOTA_EXCEEDED: [429, 'RESOURCE_EXHAUSTED'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  INTERNAL: [500, 'INTERNAL'],
  THIRD_PARTY_AUTH_ERROR: [401, 'UNAUTHENTICATED'],
  UNSPECIFIED_ERROR: [500, 'UNKNOWN'],
}

/** Errors without an FCM error code: of the access token, the project's rights, or the address. */
const bareErrors: Readonly<Record<string, readonly [http: number, status: string]>> = {
  UNAUTHENTICATED: [401, 'UNAUTHENTICATED'],
  PERMISSION_DENIED: [403, 'PERMISSION_DENIED'],
  NOT_FOUND: [404, 'NOT_FOUND'],
}

/** One field that was refused. */
export interface Violation {
  readonly field: string
  readonly description: string
}

/** An error answer, in Google's own form. */
export function fcmError(code: string, message: string, violations: readonly Violation[] = []): Reply {
  const bare = bareErrors[code]
  const [http, status] = bare ?? fcmErrors[code] ?? [500, 'INTERNAL']
  const details: JsonObject[] = []
  if (!bare) details.push({ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: code })
  if (violations.length > 0)
    details.push({
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: violations.map(({ field, description }) => ({ field, description })),
    })
  return {
    status: http,
    headers: code === 'QUOTA_EXCEEDED' ? { 'retry-after': '60' } : {},
    body: { error: { code: http, message, status, ...(details.length > 0 ? { details } : {}) } },
    code,
    kind: 'send',
  }
}
