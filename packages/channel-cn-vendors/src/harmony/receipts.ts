import type { Inbound } from '@rouse/core/channel'
import type { ReceiptKinds, Receipts } from '../common/index.ts'
import { huaweiReceipts, receipts as receiptsOfHuawei } from '../huawei/receipts.ts'
import type { HarmonyApp } from './config.ts'

/** The codes of v3 are those of v1 and v2. Source: docs/vendors/huawei.md, "Receipts". */
export const harmonyReceipts: ReceiptKinds = huaweiReceipts

/** Huawei's report on messages, signed where config names a `callback`; null: the signature is missing or wrong. */
export const receipts = (inbound: Inbound, app: HarmonyApp): Receipts | null => receiptsOfHuawei(inbound, app)
