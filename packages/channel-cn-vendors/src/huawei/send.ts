import type { Answer, Batch, Exchange } from '@rouse/core/channel'
import { filled } from '../common/index.ts'
import { read } from './answers.ts'
import type { HuaweiApp } from './config.ts'
import type { HuaweiPayload } from './render.ts'

const headers = { 'content-type': 'application/json; charset=UTF-8' }

/** One request for up to 1000 tokens. */
export function* send({ payload, targets }: Batch<HuaweiPayload, HuaweiApp>): Exchange<readonly Answer[]> {
  if (targets.length === 0) return []
  return read(yield { method: 'POST', url: payload.url, headers, body: { json: filled(payload.body, targets) } }, targets)
}
