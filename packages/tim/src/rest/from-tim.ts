import { type Issue, type Json, type Message, RouseError } from '@rouse/core'
import type { Validator } from '@rouse/core/channel'
import { formatIssue } from '@rouse/core/validation'
import { readGroupAtInfo } from './group-at-info.ts'
import { mistakesOf } from './mistakes.ts'
import { readMsgBody } from './msg-body.ts'
import { readOfflinePushInfo } from './offline-push-info.ts'
import type { TimKind, TimRoute } from './route.ts'
import { isObject, objectOf, type TimJson } from './tim-json.ts'
import { validateTimBatchSendMsg, validateTimPushBatch, validateTimSendGroupMsg, validateTimSendMsg } from './tim-request.schema.generated.ts'

/** A request of Tencent's, taken apart. `toTim` puts it together again. */
export interface TimRequest {
  readonly message: Message
  readonly route: TimRoute
  /**
   * What a Message has no place for, each field where it stood: flags that state nothing, empty texts, fields that
   * Rouse does not know. `MsgBody` has one entry an element, null where nothing is left.
   */
  readonly carried: TimJson
}

export interface FromTimOptions {
  /** Which request it is. Default: told by its fields. */
  readonly kind?: TimKind
  /** Who calls: the sender where there is no From_Account. Default `administrator`. */
  readonly caller?: string
  /** The message's id. Default: in the form of a MsgKey, `<MsgSeq>_<MsgRandom>_<MsgTimeStamp>`, 0 for what is absent. */
  readonly id?: string
}

const validators: { readonly [kind in TimKind]: Validator } = {
  sendmsg: validateTimSendMsg,
  batchsendmsg: validateTimBatchSendMsg,
  send_group_msg: validateTimSendGroupMsg,
  timpush: validateTimPushBatch,
}

/** The kind that a body's fields tell. */
function timKindOf(json: unknown): TimKind {
  if (!isObject(json)) return 'sendmsg'
  if (Object.hasOwn(json, 'GroupId')) return 'send_group_msg'
  if (!Array.isArray(json.To_Account)) return 'sendmsg'
  return Object.hasOwn(json, 'MsgBody') ? 'batchsendmsg' : 'timpush'
}

/**
 * A request's JSON as a Message; the input is checked, and not changed.
 *
 * @throws RouseError `message-invalid`, with every mistake.
 */
export function fromTim(json: unknown, options: FromTimOptions = {}): TimRequest {
  const kind = options.kind ?? timKindOf(json)
  const mistakes = mistakesOf(validators[kind], json)
  if (mistakes.length > 0 || !isObject(json)) {
    throw new RouseError('message-invalid', summary(kind, mistakes), { mistakes })
  }
  const group = kind === 'send_group_msg'
  const from = json.From_Account as string | undefined
  const sender = from ?? options.caller ?? 'administrator'
  const { elements, carried: body } = Array.isArray(json.MsgBody) && kind !== 'timpush' ? readMsgBody(json.MsgBody) : { elements: [], carried: undefined }
  const { push, carried: info } = isObject(json.OfflinePushInfo) ? readOfflinePushInfo(json.OfflinePushInfo) : { push: {}, carried: undefined }
  const mentions = group ? readGroupAtInfo(json.GroupAtInfo) : undefined
  const timed = kind === 'sendmsg' || kind === 'batchsendmsg'
  const sentAt = timed && typeof json.MsgTimeStamp === 'number' ? isoOf(json.MsgTimeStamp) : undefined
  const random = group ? json.Random : json.MsgRandom
  const message: Message = {
    id: options.id ?? `${json.MsgSeq ?? 0}_${random}_${json.MsgTimeStamp ?? 0}`,
    kind: 'chat',
    conversation: group ? { type: 'group', id: json.GroupId as string } : { type: 'c2c', id: sender },
    sender: { id: sender },
    ...(sentAt === undefined ? {} : { sentAt }),
    elements,
    ...(mentions === undefined ? {} : { mentions }),
    ...(Object.keys(push).length === 0 ? {} : { push }),
  }
  const mapped: { readonly [name: string]: Json | undefined } = {
    From_Account: undefined,
    To_Account: undefined,
    ...(group ? { GroupId: undefined } : {}),
    ...(kind === 'timpush' ? {} : { MsgBody: body }),
    ...(timed ? { MsgTimeStamp: undefined } : {}),
    OfflinePushInfo: info,
  }
  const carried = objectOf(Object.entries(json).map(([name, value]) => [name, Object.hasOwn(mapped, name) ? mapped[name] : value] as const))
  return { message, route: routeOf(kind, json, from), carried }
}

/** Mistakes that the text of an error names; all are in `mistakes`. */
const told = 5

function summary(kind: TimKind, mistakes: readonly Issue[]): string {
  const lines = mistakes.slice(0, told).map(mistake => formatIssue(kind, mistake))
  return [...lines, ...(mistakes.length > told ? [`… and ${mistakes.length - told} more`] : [])].join('; ')
}

function routeOf(kind: TimKind, json: TimJson, sender: string | undefined): TimRoute {
  const from = sender === undefined ? {} : { from: sender }
  if (kind === 'sendmsg') return { kind, to: json.To_Account as string, ...from }
  if (kind === 'send_group_msg') {
    return { kind, group: json.GroupId as string, ...(json.To_Account === undefined ? {} : { to: json.To_Account as readonly string[] }), ...from }
  }
  return { kind, to: json.To_Account as readonly string[], ...from }
}

const isoOf = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
