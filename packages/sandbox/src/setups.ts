import { setupApns } from './apns/setup.ts'
import type { Setup } from './common/setup.ts'
import type { Vendor } from './common/vendor.ts'
import { setupFcm } from './fcm/setup.ts'
import { setupXiaomi } from './xiaomi/setup.ts'

/** Every vendor's setup, by name. */
export const setups: Readonly<Partial<Record<Vendor, Setup>>> = { apns: setupApns, fcm: setupFcm, xiaomi: setupXiaomi }
