import type { Json, Message } from '@rouse/core'
import { sampleOf } from './alternatives.ts'
import type { Values } from './assignment.ts'
import { elementsOf } from './elements.ts'
import { type Plain, put, stepsOf } from './steps.ts'

/** The message that has what is assigned; the rest is plain. `now` in UNIX ms. */
export function messageOf(values: Values, now: number, recipientId: string): Message {
  const message: Plain = { id: 'msg-1', kind: 'chat', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' } }
  for (const [place, value] of values) {
    const [fact, path = '$'] = splitPlace(place)
    if (fact !== 'message' || /^\$\.(age|stated|elements|mentions)\b/.test(path)) continue
    put(message, stepsOf(path), value)
  }
  const age = values.get('message $.age')
  if (typeof age === 'number') message.sentAt = new Date(Math.min(Math.max(now - age * 1000, 0), 4e12)).toISOString()
  message.elements = elementsOf(values) as Json
  const mentions = mentionsOf(values, recipientId)
  if (mentions !== null) message.mentions = mentions
  const push = pushOf(values)
  if (Object.keys(push).length > 0) message.push = push as Json
  return message as unknown as Message
}

/** A place's fact and path. */
export const splitPlace = (place: string): readonly [string, string] => {
  const at = place.indexOf(' ')
  return [place.slice(0, at), place.slice(at + 1)]
}

function mentionsOf(values: Values, recipientId: string): Json | null {
  const mentioned = values.get('recipient $.mentioned')
  const all = values.get('message $.mentions.all')
  const stated = values.get('message $.mentions.users')
  const users: Json[] = Array.isArray(stated) ? [...stated] : []
  for (const [place, value] of values) {
    const index = Number(/^message \$\.mentions\.users\[(\d+)\]$/.exec(place)?.[1] ?? Number.NaN)
    if (!(index <= 50)) continue
    while (users.length < index) users.push('somebody')
    users[index] = value
  }
  if (mentioned === true && all !== true && !users.includes(recipientId)) users.push(recipientId)
  const left = mentioned === false ? users.filter(user => user !== recipientId) : users
  if (left.length === 0 && all === undefined) return null
  return { ...(all === undefined ? {} : { all }), ...(left.length > 0 ? { users: left } : {}) }
}

/** What the message must state itself, so that it comes out merged, or as its own statement. */
function pushOf(values: Values): Plain {
  const push: Plain = {}
  const byOthers: string[] = []
  for (const [place, value] of values) {
    const [fact, path] = splitPlace(place)
    const from = path.startsWith('$.from.') ? `$.${path.slice('$.from.'.length)}` : null
    if (fact === 'message' && path.startsWith('$.stated.')) put(push, stepsOf(path.replace('.stated', '')), value)
    if (fact !== 'effective') continue
    if (from === null) put(push, stepsOf(path), value)
    else if (value !== 'message') byOthers.push(from)
    else if (![...values.keys()].some(other => other.startsWith(`effective ${from}`))) put(push, stepsOf(from), sampleOf('effective', from))
  }
  // What the recipient states globally, or a layer, is not the message's.
  for (const path of byOthers) remove(push, stepsOf(path))
  return push
}

function remove(from: Plain, steps: readonly (string | number)[]): void {
  const [first = '', ...rest] = steps
  const inner = from[first]
  if (rest.length === 0) delete from[first]
  else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    remove(inner as Plain, rest)
    if (Object.keys(inner).length === 0) delete from[first]
  }
}
