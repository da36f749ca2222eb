import type { Note } from '@rouse/core/channel'
import { sampleNotification } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type DataOptions, dataText, fixedData } from './data-text.ts'

const ids = '{"messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}'
const plain: DataOptions = { addIds: false, stated: undefined, isData: false, room: () => 100 }
const made = (changes: Parameters<typeof sampleNotification>[0], options: Partial<DataOptions>) => {
  const notes: Note[] = []
  return { text: dataText(sampleNotification(changes), { ...plain, ...options }, 'honor', notes), notes: notes.map(({ code }) => code) }
}

describe('the data of a body', () => {
  it('is what the app gets beside a notification, and nothing where it gets nothing', () => {
    expect(made({ ext: { text: 'e' } }, { stated: 'own' })).toEqual({ text: '{"ext":"e"}', notes: [] })
    expect(made({}, {})).toEqual({ text: undefined, notes: [] })
  })

  it('is of a data message what is stated for it, else what the app gets, and never nothing', () => {
    expect(made({ ext: { text: 'e' } }, { isData: true, stated: 'own \ud800' }).text).toBe('own \ufffd')
    expect(made({ ext: { text: 'e' } }, { isData: true }).text).toBe('{"ext":"e"}')
    expect(made({}, { isData: true }).text).toBe('{}')
  })

  it('leaves out what is stated where there is no room for it, or the preview keeps it back', () => {
    expect(made({}, { isData: true, stated: 'x'.repeat(90) })).toEqual({ text: 'x'.repeat(90), notes: [] })
    expect(made({}, { isData: true, stated: 'x'.repeat(91) })).toEqual({ text: '{}', notes: ['field-dropped'] })
    expect(made({ templateText: false }, { isData: true, stated: 'own' })).toEqual({ text: '{}', notes: [] })
  })

  it('has no more that is fixed than the ids', () => {
    expect(fixedData(sampleNotification({ ext: { text: 'e' } }), true)).toBe(`,"data":${JSON.stringify(ids)}`)
    expect(fixedData(sampleNotification({ ext: { text: 'e' } }), false)).toBe('')
  })
})
