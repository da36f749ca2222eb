import { isLater, type MaybePromise } from '../maybe-promise.ts'

/** Does one thing at a time for each key, in the order of the calls: at once where nothing is under way. What fails stops nobody. */
export type Serial = <T>(key: string, work: () => MaybePromise<T>) => MaybePromise<T>

export function createSerial(): Serial {
  const last = new Map<string, Promise<unknown>>()
  return <T>(key: string, work: () => MaybePromise<T>): MaybePromise<T> => {
    const before = last.get(key)
    const answer = before === undefined ? work() : before.then(work)
    if (!isLater(answer)) return answer
    const ended = answer.then(
      () => undefined,
      () => undefined,
    )
    last.set(key, ended)
    ended.then(() => {
      if (last.get(key) === ended) last.delete(key)
    })
    return answer
  }
}
