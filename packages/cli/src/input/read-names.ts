import type { Message } from '@rouse/core'
import { BadInput } from './bad-input.ts'

/** Reads `--name` options, `alice=Alice`: what people are called, by id; who sent one of the messages is called as it says. */
export function readNames(options: readonly string[] = [], messages: readonly Message[] = []): ReadonlyMap<string, string> {
  const names = new Map(messages.flatMap(({ sender: { id, name } }) => (name === undefined || name === '' ? [] : [[id, name] as const])))
  for (const option of options) {
    const at = option.indexOf('=')
    if (at < 1 || at === option.length - 1) throw new BadInput([`--name ${option}: expected an id and a name, like alice=Alice`])
    names.set(option.slice(0, at), option.slice(at + 1))
  }
  return names
}
