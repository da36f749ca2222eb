import { type Answer, type Batch, type Exchange, every } from '@rouse/core'
import { filled } from '../common/index.ts'
import { read } from './answers.ts'
import type { HarmonyApp } from './config.ts'
import type { HarmonyPayload } from './render.ts'

const contentType = 'application/json; charset=UTF-8'
const widget = '1'

/** One request for up to 1000 tokens; a widget's takes one, so several are sent one by one. */
export function* send({ payload, targets }: Batch<HarmonyPayload, HarmonyApp>): Exchange<readonly Answer[]> {
  if (targets.length === 0) return []
  const { url, pushType } = payload
  if (pushType === widget && targets.length > 1) return every(targets, { kind: 'split', code: 'push-type-1' })
  const headers = { 'content-type': contentType, 'push-type': pushType }
  return read(yield { method: 'POST', url, headers, body: { json: filled(payload.body, targets) } }, targets)
}
