import { randomBytes, randomUUID } from 'node:crypto'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext, standingOf } from '../common/emulator-context.ts'
import { isForm, parseForm } from '../common/form.ts'
import type { JsonObject } from '../common/json.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { Reply, Verdict } from '../common/reply.ts'
import { scriptedReply } from '../common/scripted-reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { isRegistrationId, type MessageClass, messageFault } from './checks.ts'
import { xiaomiReply } from './codes.ts'

/** The switches of the Xiaomi emulator. Source: docs/vendors/xiaomi.md, "Message classes" and "Limits". */
export const xiaomiSettings = {
  /** Requests a second. */
  perSecond: 500,
  /** Messages of the public class a day. */
  publicPerDay: 20_000,
  /** Messages of no channel a day. */
  defaultPerDay: 10_000,
  publicPerTokenPerDay: 5,
  defaultPerTokenPerDay: 1,
  /** Comma separated channel ids of the public class; `*`: all. */
  publicChannels: '',
  /** Comma separated channel ids that Xiaomi approved; `*`: all. What is not approved gets 27001. */
  approvedChannels: '*',
  /** A notify_id over 2^31-1 is an error (else a warning that changes nothing). */
  strictNotifyId: false,
  /** Requests without a channel get 27001, as for apps moved wholly to the new classes. */
  channelRequired: false,
  /** Private messages without a template get 27001, as for everyone from 2027 on. */
  templateRequired: false,
}

/** What Xiaomi gives an app. */
export interface XiaomiCredentials extends JsonObject {
  readonly appId: string
  readonly appKey: string
  readonly appSecret: string
  readonly packageName: string
}

const digits = (length: number): string => `28823${BigInt(`0x${randomBytes(8).toString('hex')}`)}`.slice(0, length)

/** Makes an app's ids and secret. */
export const createXiaomiCredentials = (packageName: string): XiaomiCredentials => ({
  appId: digits(19),
  appKey: digits(13),
  appSecret: randomBytes(16).toString('base64url'),
  packageName,
})

/** false: the id goes into bad_regids. */
const reachable: Readonly<Record<TokenState, boolean>> = {
  live: true,
  dead: false,
  reinstalled: false,
  'switched-off': true,
  'other-app': false,
  'wrong-environment': false,
}

const sendPath = /^\/v[234]\/message\/regid$/
/** The v1 and v2 calls are switched off since 2026-12-01; what they return now is in no source: a path that does not exist here. */
const recallPath = '/v3/message/regid/revoke'
/** Messages that can be recalled: the oldest is forgotten first. */
const recallable = 100_000
const mostIds = 1000

const listed = (list: string, id: string): boolean => list === '*' || list.split(',').includes(id)
const idsOf = (text: string | undefined): string[] => (text ?? '').split(',').filter(id => id !== '')

/** Xiaomi's push API. Source: docs/vendors/xiaomi.md. */
export function createXiaomi(options: {
  readonly credentials: XiaomiCredentials
  readonly settings: typeof xiaomiSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings } = options
  const seconds = createRateWindows(1000)
  const days = createRateWindows(day)
  const jobs = createRateWindows(30 * day)
  /** Message ids and jobkeys of accepted messages. */
  const accepted = new Set<string>()
  const remember = (name: string) => {
    if (accepted.size >= recallable) for (const oldest of accepted) if (accepted.delete(oldest)) break
    accepted.add(name)
  }

  const classOf = (channel: string | undefined): MessageClass =>
    channel === undefined ? 'default' : listed(settings.publicChannels, channel) ? 'public' : 'private'

  const daily = (kind: MessageClass, ids: readonly string[]): Reply | null => {
    if (kind === 'private') return null
    const limit = kind === 'public' ? settings.publicPerDay : settings.defaultPerDay
    if (days.take(`class ${kind}`, limit, desk.now() + chinaOffset, ids.length)) return null
    return xiaomiReply('200001', {
      reason: `exceed quota, quota: ${limit}, have acked: ${limit}`,
      data: { day_quota: String(limit), day_acked: String(limit) },
    })
  }

  const deliver = (call: Call, fields: ReadonlyMap<string, string>, ids: readonly string[], kind: MessageClass): Reply => {
    const id = fields.get('extra.jobkey') ?? digest([...fields].filter(([name]) => name !== 'registration_id').join('\n'))
    // Nothing of the kind is delivered since 2022-09-12.
    const passThrough = fields.get('pass_through') === '1'
    const verdicts: Verdict[] = []
    for (const token of ids) {
      const standing = standingOf(desk, token)
      if (standing.script && (standing.script.body !== undefined || standing.script.status !== undefined || ids.length === 1)) {
        const reply = scriptedReply(emulator, standing.script, call)
        return { ...reply, verdicts: ids.map(each => ({ token: each, code: reply.code, accepted: false, id })) }
      }
      const good = !standing.script && isRegistrationId(token) && reachable[standing.state]
      const perDay = kind === 'public' ? settings.publicPerTokenPerDay : settings.defaultPerTokenPerDay
      const room = !good || kind === 'private' || days.take(`${kind} ${token}`, perDay, desk.now() + chinaOffset)
      // A phone shows the first message with a jobkey, and no other.
      const jobkey = fields.get('extra.jobkey')
      const first = !good || jobkey === undefined || jobs.take(`${token} ${jobkey}`, 1, desk.now())
      verdicts.push({
        token,
        code: good ? '0' : 'bad_regids',
        accepted: good,
        id,
        shown: good && room && first && !passThrough && standing.state !== 'switched-off',
      })
    }
    const bad = verdicts.filter(verdict => !verdict.accepted).map(verdict => verdict.token)
    if (bad.length === verdicts.length) return xiaomiReply('20301', { reason: 'No valid targets!', verdicts })
    const quota = daily(kind, ids)
    if (quota) return { ...quota, verdicts: verdicts.map(verdict => ({ ...verdict, accepted: false, code: '200001' })) }
    const messageId = `scm${randomUUID().replaceAll('-', '').slice(0, 19)}`
    remember(`id ${messageId}`)
    const jobkey = fields.get('extra.jobkey')
    if (jobkey !== undefined) remember(`job ${jobkey}`)
    return xiaomiReply('0', {
      data: { id: messageId, ...(bad.length > 0 ? { bad_regids: bad.join(',') } : {}) },
      info: `Received push messages for ${verdicts.length - bad.length} regid`,
      verdicts,
      traceId: messageId,
    })
  }

  const send = (call: Call, fields: ReadonlyMap<string, string>): Reply => {
    if (!seconds.take('', settings.perSecond, desk.now())) return xiaomiReply('200002')
    const ids = [...new Set(idsOf(fields.get('registration_id')))]
    const refuse = (code: string, reason?: string): Reply =>
      xiaomiReply(code, { ...(reason === undefined ? {} : { reason }), verdicts: ids.map(token => ({ token, code, accepted: false, id: '' })) })
    if (ids.length === 0) return refuse('10008', 'registration_id missing')
    if (ids.length > mostIds) return refuse('10016', `more than ${mostIds} registration ids`)
    const packages = idsOf(fields.get('restricted_package_name'))
    if (packages.some(name => name !== credentials.packageName) || (packages.length === 0 && call.path.startsWith('/v2'))) return refuse('22022')
    const channel = fields.get('extra.channel_id')
    if (channel === undefined ? settings.channelRequired : !listed(settings.approvedChannels, channel)) return refuse('27001')
    const kind = classOf(channel)
    if (settings.templateRequired && kind === 'private' && fields.get('extra.template_id') === undefined)
      return refuse('27001', 'a private message needs a template')
    const fault = messageFault(fields, kind, settings.strictNotifyId)
    return fault ? refuse(fault[0], fault[1]) : deliver(call, fields, ids, kind)
  }

  /** The field names are those of v1: what v3 has is unconfirmed. */
  const recall = (fields: ReadonlyMap<string, string>): Reply => {
    const kind = 'other'
    if (idsOf(fields.get('registration_ids')).length === 0) return xiaomiReply('10008', { reason: 'registration_ids missing', kind })
    const named = [...idsOf(fields.get('msg_ids')).map(id => `id ${id}`), ...idsOf(fields.get('job_keys')).map(key => `job ${key}`)]
    if (named.length === 0) return xiaomiReply('10008', { reason: 'msg_ids or job_keys missing', kind })
    return named.some(name => accepted.has(name)) ? xiaomiReply('0', { data: {}, kind }) : xiaomiReply('65028', { kind })
  }

  const emulator: Emulator = {
    vendor: 'xiaomi',
    settings,
    credentials,
    kindOf: call => (sendPath.test(call.path) ? 'send' : 'other'),
    handle(call) {
      const known = sendPath.test(call.path) || call.path === recallPath
      if (!known) return { status: 404, body: 'Not Found', code: '404', kind: 'other' }
      if (call.method !== 'POST') return { status: 405, body: 'Method Not Allowed', code: '405', kind: 'other' }
      const kind = emulator.kindOf(call)
      if (call.headers.authorization !== `key=${credentials.appSecret}`) return xiaomiReply('21301', { reason: 'Invalid application secret.', kind })
      if (call.body !== '' && !isForm(call.headers['content-type'])) return xiaomiReply('10016', { reason: 'the body is no form', kind })
      const { fields, repeated } = parseForm(call.query, call.body)
      if (['registration_id', 'title', 'description', 'payload', 'restricted_package_name'].some(name => repeated.has(name)))
        return xiaomiReply('10016', { reason: 'a parameter given twice', kind })
      if (kind === 'send') return send(call, fields)
      return recall(fields)
    },
    answer: (code, call) => xiaomiReply(code, { kind: emulator.kindOf(call), ...(code === '0' ? { data: { id: `scm${randomUUID().slice(0, 8)}` } } : {}) }),
    expire: () => undefined,
    reset() {
      seconds.clear()
      days.clear()
      jobs.clear()
      accepted.clear()
    },
  }
  return emulator
}
