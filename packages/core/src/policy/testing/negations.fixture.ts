/** Each copy of a document with one comparison turned round, and the pointer to it; its tests are left as they are. */
export function* negations(node: unknown, pointer = ''): Generator<readonly [string, unknown]> {
  if (Array.isArray(node)) {
    for (const [i, child] of node.entries()) for (const [at, changed] of negations(child, `${pointer}/${i}`)) yield [at, node.with(i, changed)]
    return
  }
  if (typeof node !== 'object' || node === null) return
  if ('fact' in node && 'operator' in node) yield [pointer, { not: node }]
  else {
    for (const [name, child] of Object.entries(node)) {
      if (name !== 'tests') for (const [at, changed] of negations(child, `${pointer}/${name}`)) yield [at, { ...node, [name]: changed }]
    }
  }
}
