import Table from 'cli-table3'

/** Rows for a person to read; null is a dash. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const made = new Table({ head: [...head], style: { head: [], border: [] } })
  for (const row of rows) made.push(row.map(cell => (cell === null ? '–' : String(cell))))
  return made.toString()
}
