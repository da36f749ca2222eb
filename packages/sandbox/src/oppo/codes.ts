import type { Json } from '../common/json.ts'
import type { CallKind, Reply, Verdict } from '../common/reply.ts'

/** OPPO's codes with words. Source: docs/vendors/oppo.md, "Response"; which of 14 to 19 means what, and the words, are ours. */
const oppoCodes: Readonly<Record<string, string>> = {
  '0': 'Success',
  '-1': 'Service Currently Unavailable',
  '-2': 'Service in Flow Control',
  '11': 'Invalid AuthToken',
  '12': 'Http Action Not Allowed',
  '13': 'App Call Limited',
  '14': 'Invalid App Key',
  '15': 'Missing App Key',
  '16': 'Invalid Signature',
  '17': 'Missing Signature',
  '18': 'Missing Timestamp',
  '19': 'Invalid Timestamp',
  '20': 'Invalid Method',
  '26': 'IP in the black list',
  '27': 'Access Denied',
  '28': 'App Disabled',
  '29': 'Missing Auth Token',
  '30': 'Api Permission Denied',
  '31': 'Data Not Exist',
  '32': 'Data Duplicate',
  '33': 'The number of messages exceeds the daily limit',
  '40': 'Missing Required Arguments',
  '41': 'Invalid Arguments',
  '42': 'The number of saved messages exceeds the daily limit',
  '54': 'Template Error',
  '55': 'Frequency Limited',
  '59': 'No right to second link',
  '67': 'Invalid category or notify_level',
  '10000': 'Invalid RegistrationId',
}

/** An answer in OPPO's form. */
export function oppoReply(
  code: string,
  options: { readonly detail?: string; readonly data?: Json; readonly verdicts?: readonly Verdict[]; readonly kind?: CallKind } = {},
): Reply {
  const message = oppoCodes[code] ?? code
  return {
    status: 200,
    body: {
      code: Number(code),
      message: options.detail === undefined ? message : `${message}: ${options.detail}`,
      ...(options.data === undefined ? {} : { data: options.data }),
    },
    code,
    kind: options.kind ?? 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}
