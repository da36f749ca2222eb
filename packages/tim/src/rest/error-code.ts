import type { Issue } from '@rouse/core'
import { timCodes } from '../tim-codes.ts'
import type { TimKind } from './route.ts'

/** Where a mistake lies, and what it is, in order: the first line that fits tells the code. */
interface Line {
  readonly at: RegExp
  readonly says?: RegExp
  readonly code: number
}

/** Source: Tencent's public "Error Codes" page, "Message Error Codes". */
const single: readonly Line[] = [
  { at: /^\/To_Account/, code: timCodes.toAccount },
  { at: /^\/MsgRandom$/, code: timCodes.msgRandom },
  { at: /^\/MsgTimeStamp$/, code: timCodes.msgTimeStamp },
  { at: /^\/From_Account$/, code: timCodes.fromAccount },
  { at: /^\/SyncOtherMachine$/, code: timCodes.syncOtherMachine },
  { at: /^\/MsgLifeTime$/, says: /<=/, code: timCodes.lifeTimeTooLong },
  { at: /^\/MsgLifeTime$/, code: timCodes.lifeTime },
  // Of the request, or, where a channel refuses a vendor's field, of the message that was made of it.
  { at: /^\/(?:OfflinePushInfo|push)(?:\/|$)/, code: timCodes.offlinePushInfo },
  { at: /^\/MsgBody$/, says: /must be array/, code: timCodes.msgBodyNotArray },
  { at: /^\/(?:MsgBody|elements)\/\d/, code: timCodes.elementMalformed },
]
const many: readonly Line[] = [
  { at: /^\/To_Account$/, says: /more than/, code: timCodes.tooManyAccounts },
  { at: /^\/To_Account$/, says: /fewer than/, code: timCodes.toAccountEmpty },
  { at: /^\/To_Account$/, says: /must be array/, code: timCodes.toAccountNotArray },
  ...single,
]
const lines: { readonly [kind in TimKind]: readonly Line[] } = {
  sendmsg: single,
  batchsendmsg: many,
  send_group_msg: [{ at: /^\/To_Account$/, says: /more than/, code: timCodes.groupTooManyAccounts }],
  // Source: the push service's own page of codes (1047/74196). The sample of its call answers 90001 to a wrong MsgRandom, its table 90005.
  timpush: [{ at: /^\/To_Account$/, says: /more than/, code: timCodes.pushTooManyAccounts }, ...many],
}
const otherwise: { readonly [kind in TimKind]: number } = {
  sendmsg: timCodes.bodyMalformed,
  batchsendmsg: timCodes.bodyMalformed,
  send_group_msg: timCodes.groupParameters,
  timpush: timCodes.jsonMalformed,
}

/** Tencent's code for the first mistake of a request. */
export function codeOfMistake(kind: TimKind, mistake: Issue | undefined): number {
  if (mistake === undefined) return otherwise[kind]
  return lines[kind].find(({ at, says }) => at.test(mistake.pointer) && (says === undefined || says.test(mistake.message)))?.code ?? otherwise[kind]
}
