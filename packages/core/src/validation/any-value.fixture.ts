import fc from 'fast-check'

/** Anything that a host may hand over: JSON, and all that is none. */
export const anyValue = fc.oneof(
  fc.anything({
    maxDepth: 6,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  }),
  fc.jsonValue({ maxDepth: 6 }),
)
