import type { Answer, Batch, Exchange, Target } from '@rouse/core/channel'
import { type Fields, formDraft, tokenValues } from '../common/index.ts'
import { callbackCodes, codeOf, read } from './answers.ts'
import type { XiaomiApp, XiaomiOptions } from './config.ts'
import type { XiaomiPayload } from './render.ts'

type XiaomiBatch = Batch<XiaomiPayload, XiaomiApp>

const idsOf = (targets: readonly Target[]): string => tokenValues(targets).join(',')

/** One request for up to 1000 tokens; a second one without receipts where Xiaomi refuses the callback alone. */
export function* send({ payload, targets }: XiaomiBatch): Exchange<readonly Answer[]> {
  const url = payload.origin + payload.path
  const fields: Fields = [['registration_id', idsOf(targets)], ...payload.fields, ...badgeField(payload, targets)]
  const response = yield formDraft(url, fields)
  const code = codeOf(response)
  if (code === undefined || !callbackCodes.includes(code) || response.status !== 200) return read(response, targets)
  const plain = fields.filter(([name]) => !name.startsWith('extra.callback'))
  if (plain.length === fields.length) return read(response, targets)
  return read(yield formDraft(url, plain), targets, `code ${code}: the callback was refused; sent without receipts`)
}

/** v1 and v2 are switched off since 2026-12-01. Source: docs/vendors/xiaomi.md, "Endpoint", withdraw. */
const defaultRecallPath = '/v3/message/regid/revoke'

/** Takes a message back from the devices that still show it, by its jobkey. The field names are those of v1, which v3 is assumed to keep (unconfirmed). */
export function* recall({ payload, targets }: XiaomiBatch, { recallPath = defaultRecallPath }: XiaomiOptions): Exchange<readonly Answer[]> {
  const fields: Fields = [
    ['registration_ids', idsOf(targets)],
    ['job_keys', payload.jobkey],
  ]
  return read(yield formDraft(payload.origin + recallPath, fields), targets)
}

/** Batches have one badge: the engine groups by it. */
function badgeField({ badge }: XiaomiPayload, targets: readonly Target[]): Fields {
  const count = targets[0]?.badge ?? null
  return badge && count !== null ? [['extra.badge', `${count}`]] : []
}
