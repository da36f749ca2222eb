import { type ConversationSettings, type GlobalSettings, type Recipient, type Registration, RouseError } from '@rouse/core'
import { createChecker, formatIssue } from '@rouse/core/validation'
import type { DeviceInfo, Profile } from './accounts.ts'
import type { ConversationKey } from './unread.ts'

/** Whether it can be the id of a user, a group or a device. */
export const isId = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 256

/**
 * Holds what a host hands in against the model before it is kept: one malformed profile would else refuse every message to a
 * group. Each throws RouseError `recipient-invalid`, with every mistake.
 */
export interface Demand {
  id(what: string, id: string): void
  profile(user: string, profile: Profile): void
  device(user: string, device: DeviceInfo, registrations: readonly Registration[]): void
  settings(user: string, settings: GlobalSettings): void
  conversation(user: string, conversation: ConversationKey, settings: ConversationSettings): void
}

export function createDemand(): Demand {
  const checker = createChecker()
  const whole = (what: string, user: string, part: Omit<Partial<Recipient>, 'id'>): void => {
    const checked = checker.recipient({ id: user, devices: [], ...part })
    if (checked.ok) return
    const { mistakes } = checked
    throw new RouseError('recipient-invalid', mistakes.map(mistake => formatIssue(what, mistake)).join('; '), { mistakes })
  }
  const text = (what: string, pointer: string, fits: boolean, expected: string): void => {
    if (!fits) throw new RouseError('recipient-invalid', `${what}: ${expected}`, { mistakes: [{ pointer, message: expected }] })
  }
  const id = (what: string, value: string): void => text(what, '/id', isId(value), 'expected an id of 1 to 256 characters')

  return {
    id,
    profile(user, { name, ...profile }) {
      text('profile', '/name', name === undefined || typeof name === 'string', 'expected name to be text')
      whole('profile', user, profile)
    },
    device: (user, device, registrations) => whole('login', user, { devices: [{ ...device, registrations }] }),
    settings: (user, settings) => whole('settings', user, { settings }),
    conversation(user, key, settings) {
      id('conversation', key.id)
      whole('conversation', user, { conversation: settings })
    },
  }
}
