import { expect, test } from 'vitest'
import { matchRank } from './fuzzy.ts'

test('the start ranks before a word, a word before a middle, and scattered letters last', () => {
  const texts = ['Atomic home', 'Chrome', 'Home earn carousel', 'Hotel of my enemies']
  const ranked = texts.toSorted((a, b) => matchRank(a, 'home')! - matchRank(b, 'home')!)
  expect(ranked).toEqual(['Home earn carousel', 'Atomic home', 'Chrome', 'Hotel of my enemies'])
})

test('accents and case are ignored, and a missing letter is no match', () => {
  expect(matchRank('Café Zürich', 'CAFE z')).toBe(0)
  expect(matchRank('Home', 'homex')).toBeNull()
  expect(matchRank('Home', '')).toBe(0)
})
