import { setupApns } from './apns/setup.ts'
import type { Setup } from './common/setup.ts'
import type { Vendor } from './common/vendor.ts'
import { setupFcm } from './fcm/setup.ts'
import { setupHonor } from './honor/setup.ts'
import { setupHarmony, setupHuawei } from './huawei/setup.ts'
import { setupMeizu } from './meizu/setup.ts'
import { setupOppo } from './oppo/setup.ts'
import { setupVivo } from './vivo/setup.ts'
import { setupXiaomi } from './xiaomi/setup.ts'

/** Every vendor's setup, by name. */
export const setups: Readonly<Record<Vendor, Setup>> = {
  apns: setupApns,
  fcm: setupFcm,
  huawei: setupHuawei,
  harmony: setupHarmony,
  honor: setupHonor,
  xiaomi: setupXiaomi,
  oppo: setupOppo,
  vivo: setupVivo,
  meizu: setupMeizu,
}
