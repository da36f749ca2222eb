/** Runs something after so many milliseconds; answers a function that calls it off. */
export type After = (ms: number, run: () => void) => () => void

/** The platform's timers. */
export const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
