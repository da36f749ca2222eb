import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../common/json.ts'
import type { CallKind, Reply, Verdict } from '../common/reply.ts'

/** Meizu's codes of a whole request with words of ours. Source: docs/vendors/meizu.md, "Response". */
const meizuCodes: Readonly<Record<string, string>> = {
  '-1': 'unknown error',
  '200': '',
  '300': 'moved',
  '500': 'other error',
  '1001': 'system error',
  '1003': 'server busy',
  '1005': 'parameter error',
  '1006': 'sign error',
  '110000': 'appId illegal',
  '110001': 'appKey illegal',
  '110002': 'pushId not registered',
  '110003': 'pushId illegal',
  '110004': 'parameter empty',
  '110009': 'the app is blacklisted',
  '110010': 'push rate too high',
  '110019': 'over the daily count',
  '110032': 'taskId illegal',
  '110051': 'over the call limit',
  '110053': 'pass-through over its limit',
}

/** An answer in Meizu's form: `code` is text; `value` is an object on success and `""` on errors. */
export function meizuReply(
  code: string,
  options: { readonly detail?: string; readonly value?: JsonObject; readonly verdicts?: readonly Verdict[]; readonly kind?: CallKind } = {},
): Reply {
  const good = code === '200'
  const words = meizuCodes[code] ?? code
  return {
    status: 200,
    body: {
      code,
      message: options.detail === undefined ? words : `${words}: ${options.detail}`,
      value: good ? (options.value ?? {}) : '',
      redirect: '',
      msgId: good ? `NS${randomBytes(8).toString('hex')}` : '',
    },
    code,
    kind: options.kind ?? 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}
