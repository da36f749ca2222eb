import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../common/json.ts'
import type { CallKind, Reply, Verdict } from '../common/reply.ts'

/** Huawei's codes with HTTP status and words. Source: docs/vendors/huawei.md, "Response"; which HTTP status goes with which code is our reading. */
export const huaweiCodes: Readonly<Record<string, readonly [http: number, words: string]>> = {
  '80000000': [200, 'Success'],
  '80100000': [200, 'The message is successfully sent to some tokens'],
  '80100001': [400, 'Some request parameters are incorrect'],
  '80100003': [400, 'Incorrect message structure'],
  '80100004': [400, 'The message expiration time is earlier than the current time'],
  '80100013': [400, 'The collapse_key message field is invalid'],
  '80100016': [400, 'The message contains sensitive information'],
  '80100017': [400, 'A maximum of 100 topic-based messages can be sent at the same time'],
  '80100018': [400, 'The signature of the review is invalid'],
  '80100022': [400, 'The image was not reviewed'],
  '80200001': [401, 'OAuth authentication error'],
  '80200003': [401, 'OAuth token expired'],
  '80200005': [401, 'JWT expired'],
  '80300002': [403, 'The current app does not have the permission to send messages'],
  '80300007': [200, 'All tokens are invalid'],
  '80300008': [400, 'The message body size exceeds the default value'],
  '80300010': [400, 'The number of tokens in the message body exceeds the default value'],
  '80300011': [400, 'You are not authorized to send high-priority notification messages'],
  '80300013': [400, 'The receipt address is wrong'],
  '80300029': [400, 'Test messages are sent too often'],
  '80300030': [400, 'Too many tokens in a test message'],
  '80300036': [400, 'The JWT lives for more than a day'],
  '80300037': [403, 'The app is under penalty'],
  '80600003': [500, 'Failed to request the OAuth service'],
  '81000001': [500, 'System error'],
}

/** An answer in Huawei's form: `code` is text. */
export function huaweiReply(code: string, options: { readonly msg?: string; readonly verdicts?: readonly Verdict[]; readonly kind?: CallKind } = {}): Reply {
  const [status, words] = huaweiCodes[code] ?? [200, code]
  return {
    status,
    body: { code, msg: options.msg ?? words, requestId: randomUUID().replaceAll('-', '') },
    code,
    kind: options.kind ?? 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}

/** Flow control: HTTP 503. */
export const huaweiFlowControl: Reply = { status: 503, body: { code: '503', msg: 'flow control' } satisfies JsonObject, code: '503', kind: 'send' }
