/** Freezes a value and all plain objects and arrays in it; bytes and class instances stay as they are. */
export function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) return value
  for (const entry of Object.values(value)) deepFreeze(entry)
  return Object.freeze(value)
}
