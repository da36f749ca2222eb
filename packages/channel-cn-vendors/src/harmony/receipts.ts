import type { ReceiptKinds } from '../common/index.ts'
import { huaweiReceipts } from '../huawei/receipts.ts'

export { createReceipts } from '../huawei/receipts.ts'

/** The codes of v3 are those of v1 and v2. Source: docs/vendors/huawei.md, "Receipts". */
export const harmonyReceipts: ReceiptKinds = huaweiReceipts
