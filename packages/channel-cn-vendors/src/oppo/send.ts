import { type Answer, type Batch, type Exchange, every, type Reset, type Target } from '@rouse/core/channel'
import { chinaMidnight, formDraft, tokenValues } from '../common/index.ts'
import { categoryCode, missingTokenCode, readBatch, readBroadcast, readOne, refusal, saidIn, savedCode } from './answers.ts'
import type { OppoApp, OppoOptions } from './config.ts'
import { type BadgeRights, badgeFields } from './internals/badge.ts'
import { originOf, originsOf } from './internals/hosts.ts'
import type { OppoPayload } from './render.ts'

const base = '/server/v1/message/notification'

/** A handle that no message of OPPO's has: nothing could be saved, so every id gets a message of its own. */
const unsaved = 'unsaved'

/** Characters of a `unicast_batch`, which repeats the whole message for each id: no source names a limit, so that this is ours. */
const longestBatch = 1_000_000
const tooLong: Answer = { kind: 'retryIndividually', code: 'batch-too-long' }

/**
 * Saves the message once for all broadcasts of it. Without its category where OPPO refuses that; not at all where no more may be saved
 * today, or where an entry that serves both hosts turns out to be of the one overseas alone.
 */
export function* prepare(payload: OppoPayload, app: OppoApp, options: OppoOptions): Exchange<{ readonly handle: string; readonly until?: Reset } | Answer> {
  const url = `${originOf(app)}${base}/save_message_content`
  let response = yield formDraft(url, payload.saved)
  if (saidIn(response).code === categoryCode && payload.plain !== null) response = yield formDraft(url, payload.plain.saved)
  const { code, data } = saidIn(response)
  if (code === savedCode) return { handle: unsaved, until: chinaMidnight }
  if (code === missingTokenCode && originsOf(app).length > 1) return { handle: unsaved }
  const refused = refusal(response, [], options, false)
  // Nothing was said of a token here, so there is nothing to split.
  if (refused !== undefined) return refused.kind === 'retryIndividually' ? { kind: 'rejected', fault: 'payload', code: refused.code } : refused
  const id = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as { readonly message_id?: unknown }).message_id : undefined
  if ((typeof id === 'string' || typeof id === 'number') && `${id}` !== '' && `${id}` !== unsaved) return { handle: `${id}` }
  return { kind: 'unavailable', retries: 1, code: code ?? '0', detail: 'OPPO saved the message and gave no message_id' }
}

/**
 * `unicast` for one id, `broadcast` of what was saved, else `unicast_batch`: one request, or one for each of OPPO's two hosts where
 * the entry serves both. A message is saved in China, so ids overseas always get it whole.
 */
export function* send({ payload, app, targets }: Batch<OppoPayload, OppoApp>, handle: string | undefined, options: OppoOptions): Exchange<readonly Answer[]> {
  const answers = new Map<Target, Answer>()
  for (const [origin, own] of Map.groupBy(targets, ({ token }) => originOf(app, token))) {
    // What was saved adds 1 to every badge, and cannot clear one.
    const clears = payload.badge.add && own[0]?.badge === 0
    const saved = own.length > 1 && handle !== undefined && handle !== unsaved && origin === originOf(app) && !clears
    const told = saved ? yield* broadcast(origin, handle, own, options) : yield* sendWhole(origin, payload, own, options)
    for (const [at, target] of own.entries()) answers.set(target, told[at] as Answer)
  }
  return targets.map(target => answers.get(target) as Answer)
}

function* broadcast(origin: string, handle: string, targets: readonly Target[], options: OppoOptions): Exchange<readonly Answer[]> {
  const fields = [
    ['message_id', handle],
    ['target_type', '2'],
    ['target_value', tokenValues(targets).join(';')],
  ] as const
  return readBroadcast(yield formDraft(`${origin}${base}/broadcast`, fields), targets, options)
}

/** What is refused for its category goes once more without. */
function* sendWhole(
  origin: string,
  { notification, verify, badge, plain }: OppoPayload,
  targets: readonly Target[],
  options: OppoOptions,
): Exchange<readonly Answer[]> {
  const answers = yield* sendEach(origin, { notification, verify, badge }, targets, options)
  const again = targets.filter((_, at) => answers[at]?.code === categoryCode)
  if (plain === null || again.length === 0) return answers
  const second = yield* sendEach(origin, { notification: plain.notification, verify, badge }, again, options)
  const byTarget = new Map(again.map((target, at) => [target, second[at]]))
  return targets.map((target, at) => told(byTarget.get(target)) ?? (answers[at] as Answer))
}

type Whole = Pick<OppoPayload, 'notification' | 'verify' | 'badge'>

function* sendEach(origin: string, whole: Whole, targets: readonly Target[], options: OppoOptions): Exchange<readonly Answer[]> {
  const messages = messagesFor(whole, targets)
  if (messages.length > 1 && messages.reduce((sum, message) => sum + message.length, 0) > longestBatch) return every(targets, tooLong)
  const [only] = messages
  if (messages.length === 1 && only !== undefined) return readOne(yield formDraft(`${origin}${base}/unicast`, [['message', only, 'json']]), targets, options)
  return readBatch(yield formDraft(`${origin}${base}/unicast_batch`, [['messages', `[${messages.join(',')}]`, 'json']]), targets, options)
}

/** One message per device, each with its own badge; a device that is named twice gets one. */
function messagesFor({ notification, verify, badge }: Whole, targets: readonly Target[]): readonly string[] {
  const seen = new Set<string>()
  return targets.flatMap(target => {
    const token = target.token.reveal()
    if (seen.has(token)) return []
    seen.add(token)
    const shown = withBadge(notification, badge, target.badge)
    return [`{"target_type":2,"target_value":${JSON.stringify(token)},"verify_registration_id":${verify},"notification":${shown}}`]
  })
}

/** A notification's JSON text with the fields of one device's badge at its end. */
function withBadge(notification: string, badge: BadgeRights, count: number | null): string {
  const fields = JSON.stringify(badgeFields(badge, count))
  return fields === '{}' ? notification : `${notification.slice(0, -1)},${fields.slice(1)}`
}

const told = (answer: Answer | undefined): Answer | undefined =>
  answer?.kind === 'accepted' ? { ...answer, detail: `code ${categoryCode}: the category was refused; sent without it` } : answer
