/** Calls back after so many milliseconds; the answer calls it off. */
export type After = (milliseconds: number, callback: () => void) => () => void

const timer: After = (milliseconds, callback) => {
  const handle = setTimeout(callback, milliseconds)
  return () => clearTimeout(handle)
}

/**
 * What the host says, or null where it throws, rejects, or has said nothing after so many milliseconds; then the signal is aborted, and
 * what comes later is ignored. Always settles, never rejects.
 */
export function byDeadline(work: (signal: AbortSignal) => unknown, milliseconds: number, after: After = timer): Promise<unknown> {
  return new Promise(resolve => {
    const abort = new AbortController()
    const cancel = after(milliseconds, () => {
      resolve(null)
      abort.abort()
    })
    const settle = (answer: unknown) => {
      cancel()
      resolve(answer)
    }
    const asked = async () => work(abort.signal)
    asked().then(settle, () => settle(null))
  })
}
