import type { Json, Message } from '@rouse/core'
import { stableInt } from '@rouse/core/channel'
import { fromTim, type TimRequest } from './from-tim.ts'
import { writeGroupAtInfo } from './group-at-info.ts'
import { writeMsgBody } from './msg-body.ts'
import { writeOfflinePushInfo } from './offline-push-info.ts'
import type { TimRoute } from './route.ts'
import { isObject, objectOf, overlay, type TimJson } from './tim-json.ts'

/**
 * A Message as Tencent's request, or what `fromTim` gave, put together again. A Message alone knows no recipient:
 * its one-to-one request has no To_Account. What the wire has no word for is left out; `lostInTim` tells what.
 */
export function toTim(source: Message | TimRequest): TimJson {
  const { message, route, carried } = 'elements' in source ? alone(source) : source
  const group = route?.kind === 'send_group_msg' || (route === null && message.conversation.type === 'group')
  const timed = route === null ? !group : route.kind === 'sendmsg' || route.kind === 'batchsendmsg'
  const info = writeOfflinePushInfo(message.push ?? {}, isObject(carried.OfflinePushInfo) ? carried.OfflinePushInfo : undefined)
  const written = objectOf([
    ...addresses(message, route),
    ['MsgBody', message.elements.length === 0 ? undefined : writeMsgBody(message.elements, Array.isArray(carried.MsgBody) ? carried.MsgBody : undefined)],
    ['OfflinePushInfo', info],
    ['MsgTimeStamp', timed && message.sentAt !== undefined ? Math.floor(Date.parse(message.sentAt) / 1000) : undefined],
    ...(group ? [['GroupAtInfo', writeGroupAtInfo(message.mentions, carried.GroupAtInfo)] as const] : []),
  ])
  const stale = new Set([...(route?.kind === 'timpush' ? [] : ['MsgBody']), 'OfflinePushInfo', ...(group ? ['GroupAtInfo'] : [])])
  return overlay(objectOf(Object.entries(carried).filter(([name]) => !stale.has(name))), written)
}

/** A Message without a request it came from: its sequence and random numbers are those of its id, if that is a MsgKey. */
function alone(message: Message): { readonly message: Message; readonly route: null; readonly carried: TimJson } {
  const { seq, random } = numbersOf(message.id)
  const group = message.conversation.type === 'group'
  return {
    message,
    route: null,
    carried: objectOf([
      ['MsgSeq', seq === 0 ? undefined : seq],
      [group ? 'Random' : 'MsgRandom', random],
    ]),
  }
}

function addresses(message: Message, route: TimRoute | null): readonly (readonly [string, Json | undefined])[] {
  if (route === null) {
    return message.conversation.type === 'group'
      ? [
          ['GroupId', message.conversation.id],
          ['From_Account', message.sender.id],
        ]
      : [['From_Account', message.sender.id]]
  }
  const from = ['From_Account', route.from] as const
  if (route.kind === 'send_group_msg') return [['GroupId', route.group], from, ['To_Account', route.to]]
  return [from, ['To_Account', route.to]]
}

const uint32 = 0xffff_ffff

function numbersOf(id: string): { readonly seq: number; readonly random: number } {
  const [, seq, random] = /^(\d{1,10})_(\d{1,10})_\d{1,10}$/.exec(id)?.map(Number) ?? []
  if (seq !== undefined && random !== undefined && seq <= uint32 && random <= uint32) return { seq, random }
  return { seq: 0, random: stableInt(id) }
}

/** JSON pointers of what `toTim` leaves out of a Message or changes, as Tencent's shapes have no word for it; sorted. */
export function lostInTim(message: Message): readonly string[] {
  const group = message.conversation.type === 'group'
  const json = overlay(toTim(message), group ? {} : { To_Account: 'anyone' })
  const complete = message.elements.length === 0 ? overlay(json, { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: '' } }] }) : json
  const { message: back } = fromTim(complete)
  const after = leaves(message.elements.length === 0 ? { ...back, elements: [] } : back)
  return [...leaves(message)]
    .filter(([pointer, value]) => after.get(pointer) !== value)
    .map(([pointer]) => pointer)
    .sort()
}

function leaves(value: unknown, at = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) found.set(at, JSON.stringify(value) ?? '')
  else
    for (const [name, inner] of Object.entries(value))
      if (inner !== undefined) leaves(inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  return found
}
