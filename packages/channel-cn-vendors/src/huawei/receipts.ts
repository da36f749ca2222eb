import type { Inbound } from '@rouse/core'
import type { HuaweiApp } from './config.ts'
import { type ReadReceipts, readReceipts } from './internals/read-receipts.ts'

/** Huawei's report on messages, signed where config names a `callback`. */
export const receipts = (inbound: Inbound, { app, callback }: HuaweiApp): ReadReceipts | null => readReceipts(inbound, app, callback)
