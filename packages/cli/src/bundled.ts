import { apns } from '@rouse/channel-apns'
import { harmony, honor, huawei, meizu, oppo, vivo, xiaomi } from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import type { AnyChannel } from '@rouse/core'

/** Makes a channel from its config; what it holds is checked when the engine starts. */
type Factory = (config: { readonly apps: readonly never[] }) => AnyChannel

/** The channels that come with the command, by name. */
export const bundled: Readonly<Record<string, Factory>> = { apns, fcm, huawei, harmony, honor, xiaomi, oppo, vivo, meizu }
