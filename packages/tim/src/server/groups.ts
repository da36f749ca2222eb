import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'

/** One group. */
export interface Group {
  readonly id: string
  readonly name?: string
  readonly members: ReadonlySet<string>
}

/** Groups, their members, and how many messages each has had. */
export interface Groups {
  /** Makes a group, or replaces its name and members; its messages count on. */
  set(group: { readonly id: string; readonly name?: string; readonly members: readonly string[] }): void
  remove(id: string): void
  /** @throws TIMError 10010: there is no such group. */
  get(id: string): Group
  /** The number of its next message, from 1. */
  next(id: string): number
}

/** Keeps groups in this process. */
export function createGroups(): Groups {
  const groups = new Map<string, Group>()
  const counts = new Map<string, number>()
  return {
    set({ id, name, members }) {
      groups.set(id, { id, ...(name === undefined ? {} : { name }), members: new Set(members) })
    },
    remove(id) {
      groups.delete(id)
      counts.delete(id)
    },
    get(id) {
      const group = groups.get(id)
      if (group === undefined) throw new TIMError(timCodes.groupUnknown, `group "${id}" does not exist`)
      return group
    },
    next(id) {
      const next = (counts.get(id) ?? 0) + 1
      counts.set(id, next)
      return next
    },
  }
}
