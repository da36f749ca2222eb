import { concatMap, delay, from, lastValueFrom, map, of, take, timer, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

/** Counts pages pulled and pages done, so that the gap between them can be held against the lanes. */
function counted(pages: number) {
  const seen = { pulled: 0, done: 0, ahead: 0, asking: 0, asked: 0, closed: false }
  async function* source() {
    try {
      for (let page = 0; page < pages; page++) {
        seen.asking++
        seen.asked = Math.max(seen.asked, seen.asking)
        await Promise.resolve()
        seen.asking--
        seen.pulled++
        seen.ahead = Math.max(seen.ahead, seen.pulled - seen.done)
        yield page
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, source: source() }
}

describe('lanes', () => {
  it('hold at most as many pages as there are lanes, however slow the chain', async () => {
    const { seen, source } = counted(200)
    const flow = mapConcurrently(source, 4, page =>
      timer(1).pipe(
        map(() => {
          seen.done++
          return page
        }),
      ),
    )
    const pages = await lastValueFrom(flow.pipe(toArray()))
    expect(pages.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i))
    expect(seen.ahead).toBeLessThanOrEqual(4)
    expect(seen.asked).toBe(1)
    expect(seen.closed).toBe(true)
  })

  it('stop pulling when nobody listens any more', async () => {
    const { seen, source } = counted(200)
    const flow = mapConcurrently(source, 4, page => of(page).pipe(delay(1)))
    const first = await lastValueFrom(flow.pipe(take(3), toArray()))
    expect(first).toHaveLength(3)
    await lastValueFrom(timer(20))
    expect(seen.pulled).toBeLessThanOrEqual(3 + 4)
    expect(seen.closed).toBe(true)
  })

  it('let the pages under way end before the error of a broken source is passed on', async () => {
    async function* breaks() {
      yield 1
      yield 2
      throw new Error('the third page is gone')
    }
    const done: number[] = []
    const flow = mapConcurrently(breaks(), 4, page => timer(5).pipe(concatMap(() => of(page))))
    await expect(
      lastValueFrom(
        flow.pipe(
          map(page => {
            done.push(page)
            return page
          }),
        ),
      ),
    ).rejects.toThrow('the third page is gone')
    expect(done.sort()).toEqual([1, 2])
  })

  it('run many empty pages without growing the stack', async () => {
    async function* many() {
      for (let i = 0; i < 20_000; i++) yield i
    }
    expect(
      await lastValueFrom(
        mapConcurrently(many(), 2, () => from([])),
        { defaultValue: 'empty' },
      ),
    ).toBe('empty')
  })
})
