/** Messages whose pages are still read, decided or delivered in this process. */
export interface InFlightMessages {
  /** `since`: how many accepted pushes were forgotten when it came. Answers how to leave. */
  enter(message: string, revision: number, since: number): () => void
  /** The lowest `since` of this revision and lower ones; null: none is under way. */
  since(message: string, revision: number): number | null
}

interface Flow {
  readonly revision: number
  readonly since: number
}

export function createInFlightMessages(): InFlightMessages {
  const flows = new Map<string, Set<Flow>>()
  return {
    enter(message, revision, since) {
      const flow: Flow = { revision, since }
      const own = flows.get(message)
      if (own === undefined) flows.set(message, new Set([flow]))
      else own.add(flow)
      return () => {
        const left = flows.get(message)
        left?.delete(flow)
        if (left?.size === 0) flows.delete(message)
      }
    },
    since(message, revision) {
      const marks = [...(flows.get(message) ?? [])].filter(flow => flow.revision <= revision).map(({ since }) => since)
      return marks.length === 0 ? null : Math.min(...marks)
    },
  }
}
