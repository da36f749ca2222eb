import type { Inbound } from '@rouse/core'
import { type ReadReceipts, readReceipts } from '../huawei/internals/read-receipts.ts'
import type { HarmonyApp } from './config.ts'

/** Huawei's report on messages, signed where config names a `callback`. */
export const receipts = (inbound: Inbound, { app, callback }: HarmonyApp): ReadReceipts | null => readReceipts(inbound, app, callback)
