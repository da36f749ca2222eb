import { type After, type PushSettings, RouseError } from '@rouse/core'
import { createDeadline, type Deadline, defaultPortTimeoutMs } from '../deadline.ts'
import { demandWhole } from '../demand-whole.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { TIMError } from '../sdk/tim-error.ts'
import type { Addressee, ChatServer, Sent } from '../server/chat-server-api.ts'
import { timCodes } from '../tim-codes.ts'
import { codeOfMistake } from './error-code.ts'
import { fromTim, type TimRequest } from './from-tim.ts'
import { readBody } from './read-body.ts'
import type { TimKind } from './route.ts'
import { isObject, type TimJson } from './tim-json.ts'

/** What a caller shows: the query of Tencent's URLs. */
export interface TimCaller {
  readonly sdkappid: string
  readonly identifier: string
  readonly usersig: string
}

export interface TimHandlerOptions {
  /** Where the messages go. */
  readonly server: Pick<ChatServer, 'send'>
  /**
   * Whether the caller may: true, or false, or one of Tencent's codes that says why not. There is no default:
   * whoever may call here may push to everyone. `hmacUserSig` checks Tencent's own signatures.
   */
  readonly checkUserSig: (caller: TimCaller) => MaybePromise<boolean | number>
  /** Bytes of a body at most. Default 262144: room for 500 account ids and a message. */
  readonly maxBytes?: number
  /** Accounts a request may name, at most 500. Default 500. */
  readonly maxAccounts?: number
  /** Milliseconds that `checkUserSig` may take; then the call is answered with 91000. Default 5000. */
  readonly portTimeoutMs?: number
  /** Runs that deadline. Default: the platform's timers. */
  readonly after?: After
  /** Told of failures that are no caller's mistake. Default: a process warning. */
  readonly onError?: (error: unknown) => void
}

const kinds: { readonly [path: string]: TimKind } = {
  '/v4/openim/sendmsg': 'sendmsg',
  '/v4/openim/batchsendmsg': 'batchsendmsg',
  '/v4/group_open_http_svc/send_group_msg': 'send_group_msg',
  '/v4/timpush/batch': 'timpush',
}
/** Their codes for a body that is no JSON. */
const malformed: { readonly [kind in TimKind]: number } = {
  sendmsg: timCodes.jsonMalformed,
  batchsendmsg: timCodes.jsonMalformed,
  send_group_msg: timCodes.groupJsonMalformed,
  timpush: timCodes.jsonMalformed,
}
/** Their codes for more accounts than may be named. */
const tooMany: { readonly [kind in TimKind]: number } = {
  sendmsg: timCodes.tooManyAccounts,
  batchsendmsg: timCodes.tooManyAccounts,
  send_group_msg: timCodes.groupTooManyAccounts,
  timpush: timCodes.pushTooManyAccounts,
}
/** Seconds in which the same random number means the same message. Source: the REST pages, "MsgRandom" and "Random" (group: five minutes). */
const repeatSeconds: { readonly [kind in TimKind]: number } = { sendmsg: 1, batchsendmsg: 1, send_group_msg: 300, timpush: 1 }

/** Says no to a call. */
class Refusal extends Error {
  readonly code: number

  constructor(code: number, text: string) {
    super(text)
    this.code = code
  }
}

/** The text alone: what is beside it may be anybody's secret. */
const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error.message : String(error), 'TimHandler')

/**
 * Tencent's REST calls as a function from Request to Response, for any framework that speaks them:
 * `sendmsg`, `batchsendmsg`, `send_group_msg` and `timpush/batch`. The status is always 200, as Tencent's is;
 * `ErrorCode` says how it went. Answers when the message is taken over, not when it is delivered. The content type of a
 * request is not looked at.
 *
 * @throws RouseError `config-invalid`: a limit that is none.
 */
export function createTimHandler(options: TimHandlerOptions): (request: Request) => Promise<Response> {
  const { maxBytes = 262_144, maxAccounts = 500, onError = warn } = options
  demandWhole('maxBytes', maxBytes, Number.MAX_SAFE_INTEGER)
  demandWhole('maxAccounts', maxAccounts, 500)
  const deadline = createDeadline(options.portTimeoutMs ?? defaultPortTimeoutMs, options.after)
  const tell = (error: unknown): void => {
    try {
      onError(error)
    } catch (thrown) {
      warn(thrown)
    }
  }
  return async request => {
    const url = new URL(request.url)
    const kind = Object.hasOwn(kinds, url.pathname) ? kinds[url.pathname] : undefined
    const extra: TimJson = kind === 'timpush' ? { TaskId: '' } : {}
    try {
      if (kind === undefined) throw new Refusal(timCodes.unknownUrl, `no such call: ${url.pathname}; there are ${Object.keys(kinds).join(', ')}`)
      if (request.method !== 'POST') throw new Refusal(timCodes.httpFormat, 'the method must be POST')
      const caller = await admitted(url, options, deadline)
      const json = await parsed(request, kind, maxBytes)
      const { message, route, carried } = fromTim(json, { kind, caller })
      const accounts = typeof route.to === 'string' ? 1 : (route.to?.length ?? 0)
      if (accounts > maxAccounts) throw new Refusal(tooMany[kind], `To_Account names ${accounts} accounts; at most ${maxAccounts}`)
      if (typeof carried.DataId === 'string' && Buffer.byteLength(carried.DataId) > 64)
        throw new Refusal(timCodes.dataIdTooLong, 'DataId has more than 64 bytes')
      const sent = await options.server.send(draftOf({ message, route, carried }))
      return answer({ ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', ...resultOf(kind, sent) })
    } catch (error) {
      const { code, text } = blame(error, kind ?? 'sendmsg', tell)
      return answer({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: text, ...extra })
    }
  }
}

const answer = (body: TimJson): Response => Response.json(body)

async function admitted(url: URL, { checkUserSig }: TimHandlerOptions, deadline: Deadline): Promise<string> {
  const [sdkappid, identifier, usersig] = ['sdkappid', 'identifier', 'usersig'].map(name => url.searchParams.get(name) ?? '') as [string, string, string]
  if (sdkappid === '') throw new Refusal(timCodes.missingSdkAppId, 'the URL has no sdkappid')
  if (identifier === '' || usersig === '' || identifier.length > 256) throw new Refusal(timCodes.forbiddenSignature, 'the URL needs identifier and usersig')
  const verdict = await deadline('checkUserSig', checkUserSig({ sdkappid, identifier, usersig }))
  if (verdict !== true) throw new Refusal(typeof verdict === 'number' && verdict > 0 ? verdict : timCodes.signatureWrong, 'usersig was refused')
  return identifier
}

async function parsed(request: Request, kind: TimKind, maxBytes: number): Promise<unknown> {
  const body = await readBody(request, maxBytes)
  if ('fault' in body) {
    if (body.fault === 'too-large') throw new Refusal(timCodes.bodyTooLarge, `the body has more than ${maxBytes} bytes`)
    if (body.fault === 'broken') throw new Refusal(timCodes.httpFormat, 'the body ended before its end')
    throw new Refusal(malformed[kind], 'the body is not UTF-8')
  }
  try {
    return JSON.parse(body.text) as unknown
  } catch (error) {
    // V8's text quotes the body; only the place is told.
    const place = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined
    throw new Refusal(malformed[kind], `the body is not JSON${place === undefined ? '' : ` at ${place}`}`)
  }
}

function draftOf({ message, route, carried }: TimRequest): Parameters<ChatServer['send']>[0] {
  const from = message.sender.id
  const group = route.kind === 'send_group_msg'
  const to: Addressee = group
    ? { type: 'group', id: route.group, asAdmin: route.from === undefined, ...(route.to === undefined ? {} : { members: route.to }) }
    : { type: 'c2c', users: typeof route.to === 'string' ? [route.to] : route.to }
  const control = Array.isArray(carried.SendMsgControl) ? carried.SendMsgControl : []
  // Only devices that are online now are meant: Tencent keeps such a message for nobody, so nobody is woken.
  const onlineOnly = carried.OnlineOnlyFlag === 1 || carried.MsgLifeTime === 0
  const push = onlineOnly ? { ...message.push, enabled: false } : route.kind === 'timpush' ? ofPush(message.push, carried) : message.push
  return {
    from,
    to,
    elements: message.elements,
    ...(message.mentions === undefined ? {} : { mentions: message.mentions }),
    ...(message.sentAt === undefined ? {} : { sentAt: message.sentAt }),
    ...(push === undefined ? {} : { push }),
    countUnread: route.kind !== 'timpush' && !onlineOnly && !control.includes('NoUnread'),
    repeat: {
      key: JSON.stringify([route.kind, from, to, carried.MsgSeq ?? null, carried.Random ?? carried.MsgRandom, message.sentAt ?? null]),
      seconds: repeatSeconds[route.kind],
    },
  }
}

/** What counts as no message leaves badges alone, unless BadgeMode 0 says that it shows. Source: document 77715, "ApnsInfo". */
function ofPush(push: PushSettings | undefined, carried: TimJson): PushSettings | undefined {
  const info = isObject(carried.OfflinePushInfo) ? carried.OfflinePushInfo.ApnsInfo : undefined
  return isObject(info) && info.BadgeMode === 0 ? { ...push, ios: { ...push?.ios, badge: true } } : push
}

function resultOf(kind: TimKind, { id, time, seq, refused }: Sent): TimJson {
  const list = refused.map(({ account, code, desc }) => ({ To_Account: account, ErrorCode: code, ErrorInfo: desc }))
  const errors: TimJson = list.length === 0 ? {} : { ErrorList: list }
  if (kind === 'timpush') return { TaskId: `batch_${id}`, ...errors }
  if (kind === 'send_group_msg') return { MsgTime: time, MsgSeq: seq, MsgKey: id }
  return { MsgTime: time, MsgKey: id, ...errors }
}

function blame(error: unknown, kind: TimKind, tell: (error: unknown) => void): { readonly code: number; readonly text: string } {
  const callers = error instanceof Refusal || (error instanceof TIMError && error.code !== timCodes.requestTimeout)
  if (callers) return { code: error.code, text: error.message }
  if (error instanceof RouseError && error.code === 'message-invalid') return { code: codeOfMistake(kind, error.mistakes[0]), text: error.message }
  tell(error)
  return { code: timCodes.internal, text: 'the server failed; try again' }
}
