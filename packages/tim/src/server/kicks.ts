import type { DeviceInfo } from './accounts.ts'

/** Tencent's own default, as we read it: a second device of the same platform ends the first one's session. */
export const kickSamePlatform = (existing: DeviceInfo, incoming: DeviceInfo): boolean => existing.platform === incoming.platform

/** Every device stays logged in. */
export const kickNobody = (): boolean => false
