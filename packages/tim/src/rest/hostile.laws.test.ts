import { RouseError } from '@rouse/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromTim, type TimKind } from '../index.ts'
import { timRequest } from './requests.fixture.ts'
import { paths, query, start } from './tim-handler.fixture.ts'

const kinds: readonly (TimKind | undefined)[] = ['sendmsg', 'batchsendmsg', 'send_group_msg', 'timpush', undefined]
const junk = fc.jsonValue({ maxDepth: 3 })

/** A request with the value at one place, at any depth, put in the place of something else. */
const spoiled = fc.tuple(timRequest, fc.nat(), junk).map(([request, place, value]) => {
  const copy = structuredClone(request)
  const places: (() => void)[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const name of Object.keys(node)) {
      places.push(() => Object.defineProperty(node, name, { value, enumerable: true, configurable: true, writable: true }))
      walk((node as Record<string, unknown>)[name])
    }
  }
  walk(copy)
  places[place % Math.max(1, places.length)]?.()
  return copy
})

/** Whether a pointer leads to a value, or to a name that is missing in an object that is there. */
function leads(json: unknown, pointer: string): boolean {
  const names = pointer
    .split('/')
    .slice(1)
    .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  let at: unknown = json
  for (const [i, name] of names.entries()) {
    if (typeof at !== 'object' || at === null) return false
    if (!Object.hasOwn(at, name)) return i === names.length - 1
    at = (at as Record<string, unknown>)[name]
  }
  return true
}

describe('whatever comes in', () => {
  it('fromTim takes it, or refuses it with places that lead somewhere', () => {
    fc.assert(
      fc.property(fc.oneof(spoiled, junk), fc.constantFrom(...kinds), (json, kind) => {
        try {
          fromTim(json, kind === undefined ? {} : { kind })
        } catch (error) {
          if (!(error instanceof RouseError)) throw error
          expect(error.code).toBe('message-invalid')
          expect(error.mistakes.length).toBeGreaterThan(0)
          for (const { pointer } of error.mistakes) expect([pointer, leads(json, pointer)]).toEqual([pointer, true])
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('the handler answers 200 with Tencent’s four words, and never fails for it', async () => {
    const body = fc.oneof(
      spoiled.map(json => JSON.stringify(json)),
      fc.string(),
      fc.uint8Array().map(bytes => new Uint8Array(bytes)),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(paths), '/v4/other'), body, async (path, sent) => {
        const { handle, failures } = start()
        const response = await handle(new Request(`http://127.0.0.1${path}?${query}`, { method: 'POST', body: sent }))
        const answer = (await response.json()) as { readonly ActionStatus: string; readonly ErrorCode: number; readonly ErrorInfo: string }
        expect([response.status, failures]).toEqual([200, []])
        expect([answer.ActionStatus, answer.ErrorCode === 0, answer.ErrorInfo === '']).toEqual(
          answer.ErrorCode === 0 ? ['OK', true, true] : ['FAIL', false, false],
        )
      }),
      { numRuns: 1000 },
    )
  })
})
