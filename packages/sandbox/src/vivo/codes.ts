import type { JsonObject } from '../common/json.ts'
import type { CallKind, Reply, Verdict } from '../common/reply.ts'

/** vivo's codes with words of ours. Source: docs/vendors/vivo.md, "Response"; which of 10200 to 10207 means what is our reading. */
const vivoCodes: Readonly<Record<string, string>> = {
  '0': '请求成功',
  '10000': 'authToken missing, wrong or expired',
  '10050': 'regId and alias empty',
  '10051': 'message type wrong',
  '10054': 'notifyType wrong',
  '10055': 'title empty',
  '10056': 'title too long',
  '10057': 'content empty',
  '10058': 'content too long',
  '10059': 'timeToLive wrong',
  '10060': 'skipType wrong',
  '10070': 'over the total of the day for operation messages',
  '10071': 'outside the hours allowed',
  '10072': 'too fast',
  '10073': 'over the total of the day for system messages',
  '10093': 'auth called too often',
  '10094': 'appId is not of this authToken',
  '10096': 'category unknown',
  '10097': 'category and classification differ',
  '10150': 'regIds empty',
  '10151': 'taskId empty',
  '10152': 'taskId invalid',
  '10153': 'regIds must be 2 to 1000',
  '10154': 'aliases must be 2 to 1000',
  '10155': 'task gone',
  '10200': 'appId empty',
  '10201': 'appKey empty',
  '10202': 'appKey wrong',
  '10203': 'timestamp empty',
  '10204': 'sign empty',
  '10205': 'appId wrong',
  '10206': 'sign wrong',
  '10207': 'timestamp wrong',
  '10252': 'saveListPayload called too often today',
  '10301': 'alias too long',
  '10302': 'regId invalid',
  '10311': 'device cannot be pushed to now',
}

/** An answer in vivo's form. */
export function vivoReply(
  code: string,
  options: { readonly extra?: JsonObject; readonly verdicts?: readonly Verdict[]; readonly kind?: CallKind } = {},
): Reply {
  return {
    status: 200,
    body: { result: Number(code), desc: vivoCodes[code] ?? code, ...options.extra },
    code,
    kind: options.kind ?? 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}
