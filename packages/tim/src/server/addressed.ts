import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import type { Accounts } from './accounts.ts'
import type { ChatServerOptions, Draft, Sent } from './chat-server-api.ts'
import type { Groups } from './groups.ts'

/** Who gets a message, each once, and who cannot. */
export interface Addressed {
  readonly users: readonly string[]
  readonly refused: Sent['refused']
}

/**
 * Reads an address as of now. A group's message goes to its members but the sender: their other devices show it by themselves.
 *
 * @throws TIMError 10010 no such group, 10007 the sender is not in it, 90012 none of the accounts exists.
 */
export function addressed({ from, to }: Draft, accounts: Accounts, groups: Groups, unknown: NonNullable<ChatServerOptions['unknownAccounts']>): Addressed {
  if (to.type === 'group') {
    const { members } = groups.get(to.id)
    if (to.asAdmin !== true && !members.has(from)) throw new TIMError(timCodes.groupForbidden, `"${from}" is not a member of group "${to.id}"`)
    const users = to.members === undefined ? [...members] : [...new Set(to.members)].filter(user => members.has(user))
    return { users: users.filter(user => user !== from), refused: [] }
  }
  const users = [...new Set(to.users)]
  if (unknown === 'make') {
    for (const user of users) accounts.add(user)
    return { users, refused: [] }
  }
  const there = users.filter(user => accounts.has(user))
  if (there.length === 0 && users.length > 0) throw new TIMError(timCodes.toAccountUnknown, 'none of the accounts exists')
  const refused = users
    .filter(user => !accounts.has(user))
    .map(account => ({ account, code: timCodes.accountUnknown, desc: 'this account does not exist: import it first' }))
  return { users: there, refused }
}
