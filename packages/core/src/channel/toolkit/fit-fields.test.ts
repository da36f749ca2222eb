import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Note } from '../../model/decision.ts'
import type { Json } from '../../model/json.ts'
import { json } from '../wire.ts'
import { fitFields } from './fit-fields.ts'

describe('keptFields', () => {
  it('keeps what is stated under the name on the wire, in its order', () => {
    const notes: Note[] = []
    const kept = fitFields(
      'huawei',
      100,
      [
        ['bigTitle', 'big_title', 'x\ud800'],
        ['tag', 'tag', undefined],
        ['style', 'style', 1],
      ],
      notes,
    )
    expect(JSON.stringify(kept)).toBe('{"big_title":"x\ufffd","style":1}')
    expect(notes).toEqual([])
  })

  it('leaves out what does not fit and goes on with what does', () => {
    const notes: Note[] = []
    const fields = [
      ['a', 'a', 'x'.repeat(50)],
      ['b', 'b', '消'.repeat(20)],
      ['c', 'c', 'y'],
    ] as const
    expect(fitFields('honor', 80, fields, notes)).toEqual({ a: 'x'.repeat(50), c: 'y' })
    expect(notes).toEqual([{ code: 'field-dropped', detail: 'vendors.honor has room for 80 bytes here: left out b' }])
  })

  it('keeps a field whatever it is called', () => {
    expect(JSON.stringify(fitFields('v', 100, [['p', '__proto__', { a: 1 }]], []))).toBe('{"__proto__":{"a":1}}')
  })

  it('never takes more than its room, of any values', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 })), fc.integer({ min: 0, max: 200 }), (values, room) => {
        const notes: Note[] = []
        const kept = fitFields(
          'v',
          room,
          values.map((value, n) => [`s${n}`, `w${n}\u0001消`, value as Json] as const),
          notes,
        )
        if (Object.keys(kept).length > 0) expect(json(kept).length).toBeLessThanOrEqual(room + 2)
        expect(notes.length).toBe(Object.keys(kept).length === values.length ? 0 : 1)
      }),
    )
  })
})
