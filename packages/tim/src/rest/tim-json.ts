import type { Json } from '@rouse/core'

/** A JSON object. */
export type TimJson = { readonly [name: string]: Json }

/** Whether it is a JSON object, no array. */
export const isObject = (value: unknown): value is TimJson => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object without what is undefined. Names come from outside: `fromEntries` defines `__proto__` like any other, assignment would not. */
export const objectOf = (entries: Iterable<readonly [string, Json | undefined]>): TimJson =>
  Object.fromEntries([...entries].filter((entry): entry is [string, Json] => entry[1] !== undefined))

/** `over` upon `under`, one level. */
export const overlay = (under: TimJson | undefined, over: TimJson): TimJson => objectOf([...Object.entries(under ?? {}), ...Object.entries(over)])
