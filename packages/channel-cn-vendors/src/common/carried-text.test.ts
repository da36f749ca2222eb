import type { Note } from '@rouse/core/channel'
import { sampleNotification } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { carriedText } from './carried-text.ts'

describe('carriedText', () => {
  const of = (changes: Parameters<typeof sampleNotification>[0], addIds: boolean) => {
    const notes: Note[] = []
    return { text: carriedText(sampleNotification(changes), addIds, notes), notes: notes.map(note => note.code) }
  }

  it('is nothing where there is nothing to carry', () => {
    expect(of({}, false)).toEqual({ text: undefined, notes: [] })
  })

  it('is ext, and the ids where config asks', () => {
    expect(of({ ext: { text: 'e' } }, false).text).toBe('{"ext":"e"}')
    expect(of({ ext: { text: 'e' } }, true).text).toBe('{"ext":"e","messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}')
  })

  it('leaves out ids that take too much room, and says so', () => {
    expect(of({ ext: { text: 'e' }, messageId: '\u0001'.repeat(256) }, true)).toEqual({ text: '{"ext":"e"}', notes: ['field-dropped'] })
    expect(of({ messageId: '消'.repeat(256) }, true)).toEqual({ text: undefined, notes: ['field-dropped'] })
  })

  it('is well-formed whatever the ids are', () => {
    expect(of({ messageId: 'a\ud800' }, true).text).toContain('a\ufffd')
  })
})
