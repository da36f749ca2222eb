/** A thing to measure: does `count` operations and gives back something, so that nothing is optimised away. */
export interface Contender {
  readonly name: string
  /** Operations come in whole multiples of it. Default 1. */
  readonly unit?: number
  run(count: number): unknown | Promise<unknown>
}

/** How long each turn of each contender lasts, in ms, and how many turns there are. */
export interface Pace {
  readonly turnMs: number
  readonly turns: number
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

/** How many operations take about a turn. */
async function countFor(one: Contender, turnMs: number): Promise<number> {
  const unit = one.unit ?? 1
  for (let count = unit; ; count *= 4) {
    const started = performance.now()
    await one.run(count)
    const took = performance.now() - started
    if (took >= turnMs / 4) return Math.max(1, Math.round((count * turnMs) / took / unit)) * unit
  }
}

/**
 * Operations a second of each contender: they take turns in one process (A B C A B C …), so that a machine
 * that slows down slows them all; each figure is the median of its turns. The first turn warms up and is not counted.
 */
export async function sideBySide(contenders: readonly Contender[], { turnMs, turns }: Pace): Promise<Readonly<Record<string, number>>> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  const counts = new Map<string, number>()
  for (const one of contenders) {
    await countFor(one, turnMs)
    // Once more, since the first calls of all compile their code, and would make a turn of a few operations.
    counts.set(one.name, await countFor(one, turnMs))
  }
  for (let turn = 0; turn <= turns; turn++) {
    for (const one of contenders) {
      const count = counts.get(one.name) ?? 1
      const started = performance.now()
      await one.run(count)
      const took = performance.now() - started
      if (turn > 0) rates.get(one.name)?.push((count * 1000) / took)
    }
  }
  return Object.fromEntries([...rates].map(([name, values]) => [name, median(values)]))
}

/** Figures of one run, by name; null: a tool that is not installed. */
export type Figures = Readonly<Record<string, number | null>>
