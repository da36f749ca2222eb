/** Resolves with true when `work` does, or with false after so many milliseconds. */
export function within(work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms, false)
    work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
