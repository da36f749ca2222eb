import { describe, expect, it } from 'vitest'
import { RequestInlet } from './request-inlet.ts'

describe('the inlet', () => {
  it('keeps what comes before anybody takes it, though the bytes are read into again', () => {
    const inlet = new RequestInlet()
    const read = (text: string) => {
      inlet.onread.buffer.write(text)
      expect(inlet.onread.callback(text.length)).toBe(true)
    }
    read('abc')
    read('de')
    const taken: string[] = []
    inlet.open(chunk => taken.push(chunk.toString()))
    read('fghi')
    inlet.take(Buffer.from('j'))
    expect(taken).toEqual(['abc', 'de', 'fghi', 'j'])
  })
})
