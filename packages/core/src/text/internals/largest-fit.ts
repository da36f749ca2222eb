/**
 * The largest integer from `low` on, below `high`, that fits, given that `low` fits, `high` does not, and whatever
 * is smaller than what fits does too. Tries `guess` and its neighbour first, then halves: a good guess costs two trials.
 */
export function largestFit(low: number, high: number, guess: number, fits: (value: number) => boolean): number {
  let least = low
  let most = high
  let probe = Math.min(Math.max(Math.floor(guess), low + 1), high - 1)
  for (let trials = 0; most - least > 1; trials++) {
    const fitting = fits(probe)
    if (fitting) least = probe
    else most = probe
    probe = trials === 0 && fitting ? probe + 1 : Math.floor((least + most) / 2)
  }
  return least
}
