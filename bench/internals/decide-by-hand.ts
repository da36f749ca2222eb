import type { Facts } from '@rouse/core/policy'

/** The default policy's decision as plain ifs: what a programmer would write who needs no policy documents. */
export function byHand({ message, conversation, recipient, device, effective }: Facts): string {
  if (message.kind === 'system') return 'system-message'
  const { ttl } = message.stated
  if (typeof ttl === 'number' && ttl > 0 && message.age >= ttl) return 'expired'
  if (message.stated.enabled === false) return 'disabled-for-message'
  if (message.sender.id === recipient.id) return 'own-message'
  if (conversation.receive === 'none') return 'blocked'
  if (recipient.deviceCount === 0) return 'no-device'
  if (device === undefined) return ''
  if (device.session === 'never') return 'never-logged-in'
  if (device.session === 'kicked') return 'kicked'
  if (device.session === 'logged-out') return 'logged-out'
  if (device.appState === 'foreground') return 'foreground'
  if (effective?.enabled === false) return effective.from.enabled === 'global' ? 'disabled-globally' : 'disabled'
  if (conversation.receive === 'no-notify' || conversation.muted) return 'muted'
  if (conversation.receive === 'mentions' && !recipient.mentioned) return 'muted'
  if (recipient.inQuietHours) return 'quiet-hours'

  const { platform, maker, region, playServices } = device
  if (platform === 'ios' || platform === 'macos' || platform === 'watchos' || platform === 'tvos') return 'apple'
  let makerFirst: boolean
  if (region !== undefined) makerFirst = region === 'CN'
  else if (recipient.timeZone !== undefined) makerFirst = recipient.timeZone === 'Asia/Shanghai' || recipient.timeZone === 'Asia/Urumqi'
  else makerFirst = playServices !== true
  if (maker === 'xiaomi' || maker === 'redmi' || maker === 'poco') return makerFirst ? 'xiaomi-at-home' : 'xiaomi-abroad'
  if (maker === 'huawei') return makerFirst ? 'huawei-at-home' : 'huawei-abroad'
  if (maker === 'honor') return makerFirst ? 'honor-at-home' : 'honor-abroad'
  if (maker === 'meizu') return makerFirst ? 'meizu-at-home' : 'meizu-abroad'
  if (maker === 'oppo' || maker === 'oneplus' || maker === 'realme') return makerFirst ? 'oppo-at-home' : 'oppo-abroad'
  if (maker === 'vivo' || maker === 'iqoo') return makerFirst ? 'vivo-at-home' : 'vivo-abroad'
  return makerFirst ? 'other-at-home' : 'other-abroad'
}
