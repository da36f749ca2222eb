import type { Rate } from '../../channel/rate.ts'
import type { Issue } from '../../model/mistake.ts'
import { step } from '../../validation/pointer.ts'
import type { DeliveryOptions } from '../delivery-api.ts'

type Row = readonly [pointer: string, value: unknown, least: number, what: string]

const ofRate = (pointer: string, rate: Rate): readonly Row[] => [
  [`${pointer}/perSecond`, rate.perSecond, Number.MIN_VALUE, 'a number above 0'],
  [`${pointer}/burst`, rate.burst, Number.MIN_VALUE, 'a number above 0'],
  [`${pointer}/rampMs`, rate.rampMs, 0, 'milliseconds, 0 or more'],
]

const is = (value: unknown, least: number): boolean => value === undefined || (typeof value === 'number' && value >= least)

/** What is wrong with a rate. */
export const rateIssues = (pointer: string, rate: Rate | undefined): readonly Issue[] => (rate === undefined ? [] : found(ofRate(pointer, rate)))

/** What is wrong with a delivery's options: a number that is none would hold every push for ever, or none at all. */
export function optionIssues({ requestTimeoutMs, inFlight, renewEveryMs, retry = {}, breaker = {}, rates = {} }: DeliveryOptions): readonly Issue[] {
  return found([
    ['/requestTimeoutMs', requestTimeoutMs, 1, 'milliseconds, 1 or more'],
    ['/inFlight', inFlight, 1, 'a number of 1 or more'],
    ['/renewEveryMs', renewEveryMs, 0, 'milliseconds, 0 or more'],
    ['/retry/attempts', retry.attempts, 1, 'a number of 1 or more'],
    ['/retry/budgetMs', retry.budgetMs, 0, 'milliseconds, 0 or more'],
    ['/retry/baseMs', retry.baseMs, 0, 'milliseconds, 0 or more'],
    ['/retry/maxMs', retry.maxMs, 0, 'milliseconds, 0 or more'],
    ['/retry/nowMs', retry.nowMs, 0, 'milliseconds, 0 or more'],
    ['/breaker/failures', breaker.failures, 1, 'a number of 1 or more'],
    ['/breaker/openMs', breaker.openMs, 0, 'milliseconds, 0 or more'],
    ['/breaker/maxOpenMs', breaker.maxOpenMs, 0, 'milliseconds, 0 or more'],
    ...Object.entries(rates).flatMap(([channel, rate]) => ofRate(`/rates${step(channel)}`, rate)),
  ])
}

const found = (rows: readonly Row[]): readonly Issue[] =>
  rows.flatMap(([pointer, value, least, what]) => (is(value, least) ? [] : [{ pointer, message: `expected ${what}, got ${String(value)}` }]))
