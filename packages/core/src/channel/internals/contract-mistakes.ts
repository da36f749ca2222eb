import { rateMistakes } from '../../delivery/internals/option-mistakes.ts'
import { step } from '../../model/internals/pointer.ts'
import type { Mistake } from '../../model/mistake.ts'
import type { AnyChannel, Counting } from '../contract.ts'

const functions = ['misfit', 'render', 'send', 'authorize', 'sign'] as const

const atLeast = (least: number, value: number | undefined): boolean => value === undefined || (Number.isInteger(value) && value >= least)
const counts = (counting: Counting | undefined): boolean => counting === undefined || atLeast(1, counting.max)

/** What is wrong with a channel itself, whatever its configuration: a plugin author's mistakes. */
export function contractMistakes(channel: AnyChannel): readonly Mistake[] {
  const { name, limits } = channel
  const base = `/channels${step(String(name))}`
  const found: Mistake[] = []
  const demand = (holds: boolean, pointer: string, message: string): void => {
    if (!holds) found.push({ pointer: base + pointer, message })
  }
  demand(
    typeof name === 'string' && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name),
    '/name',
    'expected a name of lower-case letters, digits, "-", "." and "_", at most 64',
  )
  for (const method of functions) demand(typeof channel[method] === 'function', `/${method}`, 'expected a function')
  if (typeof limits !== 'object' || limits === null) {
    demand(false, '/limits', 'expected an object')
    return found
  }
  demand(limits.tokens !== undefined && atLeast(1, limits.tokens), '/limits/tokens', 'expected an integer of 1 or more')
  demand(
    limits.token instanceof RegExp && !limits.token.global && !limits.token.sticky,
    '/limits/token',
    'expected a RegExp without the flags g and y: those keep state',
  )
  demand(atLeast(1, limits.prepareFrom), '/limits/prepareFrom', 'expected an integer of 1 or more')
  demand(atLeast(1, limits.payload), '/limits/payload', 'expected an integer of 1 or more')
  for (const part of ['title', 'subtitle', 'body'] as const) demand(counts(limits[part]), `/limits/${part}/max`, 'expected an integer of 1 or more')
  const { ttl } = limits
  demand(ttl === undefined || (atLeast(0, ttl.min) && atLeast(0, ttl.max) && ttl.min <= ttl.max), '/limits/ttl', 'expected 0 ≤ min ≤ max, in seconds')
  demand(atLeast(0, limits.renewEveryMs), '/limits/renewEveryMs', 'expected milliseconds, an integer of 0 or more')
  for (const { pointer, message } of rateMistakes('/limits/rate', limits.rate)) demand(false, pointer, message)
  return found
}
