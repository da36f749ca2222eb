import type { Json } from './json.ts'
import type { CallKind } from './reply.ts'

/** An answer to give instead of the emulator's own. */
export interface Script {
  /** The vendor's own code: the emulator writes the answer that carries it. */
  readonly code?: string
  /** HTTP status; over the one that belongs to the code. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is: text as text, anything else as JSON. */
  readonly body?: Json
}

interface Counted {
  readonly script: Script
  readonly kind: CallKind | 'any'
  left: number
}

/** Scripted answers of one vendor: for a token, or for whatever comes next. */
export interface ScriptBook {
  /** Answers the next `times` requests of a kind. */
  addNext(script: Script, times: number, kind: CallKind | 'any'): void
  /** Answers `times` requests for a token; Infinity: always. */
  addToken(token: string, script: Script, times: number): void
  takeNext(kind: CallKind): Script | undefined
  takeToken(token: string): Script | undefined
  clear(): void
}

/** An empty book of scripted answers. */
export function createScriptBook(): ScriptBook {
  let queue: Counted[] = []
  const byToken = new Map<string, Counted[]>()
  const take = (list: Counted[], index: number): Script | undefined => {
    const entry = list[index]
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) list.splice(index, 1)
    return entry.script
  }
  return {
    addNext(script, times, kind) {
      queue.push({ script, kind, left: times })
    },
    addToken(token, script, times) {
      const list = byToken.get(token)
      const entry: Counted = { script, kind: 'send', left: times }
      if (list) list.push(entry)
      else byToken.set(token, [entry])
    },
    takeNext(kind) {
      if (queue.length === 0) return undefined
      return take(
        queue,
        queue.findIndex(entry => entry.kind === 'any' || entry.kind === kind),
      )
    },
    takeToken(token) {
      if (byToken.size === 0) return undefined
      const list = byToken.get(token)
      if (!list) return undefined
      const script = take(list, 0)
      if (list.length === 0) byToken.delete(token)
      return script
    },
    clear() {
      queue = []
      byToken.clear()
    },
  }
}
