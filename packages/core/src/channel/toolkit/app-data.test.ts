import { describe, expect, it } from 'vitest'
import type { Note } from '../../model/decision.ts'
import type { Notification } from '../contract.ts'
import { appData } from './app-data.ts'

describe('carriedObject', () => {
  const of = (changes: Partial<Notification>, addIds: boolean) => {
    const notes: Note[] = []
    const notification = { messageId: 'msg-1', conversation: { type: 'c2c', id: 'bob' }, ...changes } as Notification
    return { carried: appData(notification, addIds, notes), notes: notes.map(note => note.code) }
  }
  const ids = { messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c' }

  it('is nothing where there is nothing to carry', () => {
    expect(of({}, false)).toEqual({ carried: {}, notes: [] })
  })

  it('is ext with its encoding, and the ids where config asks', () => {
    expect(of({ ext: { text: 'e' } }, false).carried).toEqual({ ext: 'e' })
    expect(of({ ext: { text: '//8A', encoding: 'base64' } }, true).carried).toEqual({ ext: '//8A', extEncoding: 'base64', ...ids })
  })

  it('leaves out ids that take too much room, and says so', () => {
    expect(of({ ext: { text: 'e' }, messageId: '\u0001'.repeat(256) }, true)).toEqual({ carried: { ext: 'e' }, notes: ['field-dropped'] })
    expect(of({ messageId: '消'.repeat(256) }, true)).toEqual({ carried: {}, notes: ['field-dropped'] })
  })

  it('is well-formed whatever the ids are', () => {
    expect(of({ messageId: 'a\ud800' }, true).carried.messageId).toBe('a\ufffd')
  })
})
