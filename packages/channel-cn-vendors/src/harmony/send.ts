import { type Answer, type Batch, type Exchange, every } from '@rouse/core'
import { filled } from '../common/index.ts'
import { read } from './answers.ts'
import type { HarmonyApp } from './config.ts'
import type { HarmonyPayload } from './render.ts'

const contentType = 'application/json; charset=UTF-8'

/** One request for up to 1000 tokens. A widget's takes one and a test message's ten: what is more is sent one a request, without asking in vain. */
export function* send({ payload, targets }: Batch<HarmonyPayload, HarmonyApp>): Exchange<readonly Answer[]> {
  if (targets.length === 0) return []
  const { url, pushType, tokens } = payload
  if (targets.length > tokens) return every(targets, { kind: 'split', code: `over-${tokens}-tokens` })
  const headers = { 'content-type': contentType, 'push-type': pushType }
  return read(yield { method: 'POST', url, headers, body: { json: filled(payload.body, targets) } }, targets)
}
