import { expect, test } from 'vitest'
import { avoidedWords } from './avoidedWords.ts'

test('names the line of each word and a better one', () => {
  expect(avoidedWords('Rows are sent again.\nThe run starts anew, whatever happens.')).toEqual([
    { line: 2, found: 'anew', better: 'again' },
    { line: 2, found: 'whatever', better: 'any, or regardless of' },
  ])
})

test('a word inside another is no hit', () => {
  expect(avoidedWords('renewal, recommend, sifted by, scaffold')).toEqual([])
})
