import type { JsonObject } from '../common/json.ts'
import type { CallKind, Reply, Verdict } from '../common/reply.ts'

/** Xiaomi's codes with the words it says. Source: docs/vendors/xiaomi.md, "Response"; words that the sheet does not quote are ours. */
const xiaomiCodes: Readonly<Record<string, string>> = {
  '0': '成功',
  '-1': 'unknown error',
  '10002': 'system busy',
  '10003': 'remote service error',
  '10004': 'IP limited',
  '10008': 'missing parameter',
  '10009': 'system busy',
  '10010': 'task timeout',
  '10011': 'RPC error',
  '10012': 'illegal request',
  '10014': 'no permission',
  '10016': 'missing required parameter or parameter illegal',
  '10017': 'illegal parameter value',
  '10022': 'IP requests too fast',
  '10023': 'user requests too fast',
  '10024': 'user requests too fast',
  '10026': 'app blacklisted',
  '10027': 'call frequency exceeded',
  '10028': 'API calls too frequent',
  '10031': 'AppId in the blacklist, forbid to send messages',
  '10034': 'exceed quota',
  '10041': 'title or description breaks the rules',
  '20301': 'send message failed',
  '21301': 'auth failed: Invalid application secret.',
  '21302': 'auth failed',
  '22008': 'secret illegal',
  '22020': 'not authorised',
  '22021': 'not authorised',
  '22022': 'package name illegal',
  '22101': 'too many notifications',
  '26006': 'waits for review',
  '27001': 'invalid channel info!',
  '65009': 'content too long',
  '65011': 'Title or Description is empty!',
  '65014': 'too many extra keys',
  '65015': 'extra keys too long',
  '65028': 'the message to recall is unknown',
  '65036': 'callback parameter too long',
  '65037': 'callback URL too long',
  '65038': 'callback URL illegal',
  '66007': 'registration id illegal',
  '200001': 'exceed quota',
  '200002': 'request rate over the quota',
}

/** An answer in Xiaomi's form: HTTP 200, `code` a number. */
export function xiaomiReply(
  code: string,
  options: {
    readonly reason?: string
    readonly data?: JsonObject
    readonly info?: string
    readonly verdicts?: readonly Verdict[]
    readonly kind?: CallKind
    readonly traceId?: string
  } = {},
): Reply {
  const words = xiaomiCodes[code] ?? code
  const good = code === '0'
  const number = Number(code)
  return {
    status: 200,
    body: {
      result: good ? 'ok' : 'error',
      code: Number.isFinite(number) ? number : -1,
      description: words,
      ...(good ? {} : { reason: options.reason ?? words }),
      ...(options.info === undefined ? {} : { info: options.info }),
      trace_id: options.traceId ?? 'Xcm00000000000000000',
      ...(options.data === undefined ? {} : { data: options.data }),
    },
    code,
    kind: options.kind ?? 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}
