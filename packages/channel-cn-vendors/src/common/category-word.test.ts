import { describe, expect, it } from 'vitest'
import { categoryWord } from './category-word.ts'

const words = { im: 'IM', express: 'EXPRESS' }
const nearest = { order: 'express', todo: 'work' } as const

describe('categoryWord', () => {
  it("takes the vendor's own word where there is one", () => {
    expect(categoryWord('Huawei', 'im', words, nearest)).toEqual({ word: 'IM' })
  })

  it('takes the word of the nearest class and says so', () => {
    expect(categoryWord('Huawei', 'order', words, nearest)).toEqual({
      word: 'EXPRESS',
      note: { code: 'category-mapped', detail: 'Huawei has no class for category "order": sent as EXPRESS' },
    })
  })

  it('sends no class where not even the nearest has a word', () => {
    for (const category of ['todo', 'news']) {
      expect(categoryWord('Huawei', category, words, nearest)).toEqual({
        note: { code: 'category-mapped', detail: `Huawei has no class for category "${category}": no class is sent` },
      })
    }
  })
})
