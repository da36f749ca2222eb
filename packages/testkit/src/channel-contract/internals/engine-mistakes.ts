import { createEngine, type Transport } from '@rouse/core'
import type { AnyChannel, Issue, Json, RouseError } from '@rouse/core/channel'

const transport: Transport = { request: () => Promise.reject(new Error('the contract suite sends nothing')), close: () => Promise.resolve() }

const pointers = (error: unknown, base: string): readonly string[] => {
  const { mistakes } = error as RouseError
  if (mistakes === undefined) throw error
  return mistakes.map(({ pointer }: Issue) => pointer.replace(base, ''))
}

/** Pointers, below `/channels/<name>`, of what an engine says is wrong with a channel and its configuration. */
export function mistakesOf(channel: AnyChannel): readonly string[] {
  try {
    createEngine({ channels: [channel], transport })
    return []
  } catch (error) {
    return pointers(error, `/channels/${channel.name}`)
  }
}

/** Pointers, below `/push/vendors/<name>`, of what an engine says is wrong with a message's settings. */
export async function settingsMistakes(channel: AnyChannel, settings: { readonly [key: string]: Json }): Promise<readonly string[]> {
  const engine = createEngine({ channels: [channel], transport })
  const push = { vendors: { [channel.name]: settings } }
  try {
    await engine.push({ id: 'm', kind: 'chat', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' }, elements: [], push }, [])
    return []
  } catch (error) {
    return pointers(error, `/push/vendors/${channel.name}`)
  }
}
