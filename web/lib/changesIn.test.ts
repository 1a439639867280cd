import { expect, test } from 'vitest'
import { changesIn } from './changesIn.ts'

test('a form sends only changed values, and nothing without changes', () => {
  const opened = { name: 'Home', origins: ['a', 'b'], age: null, other: 1 }
  expect(changesIn(opened, { name: 'Start', origins: ['a', 'b'], age: null })).toEqual({ name: 'Start' })
  expect(changesIn(opened, { origins: ['b', 'a'], age: 5 })).toEqual({ origins: ['b', 'a'], age: 5 })
  expect(changesIn(opened, { name: 'Home', origins: ['a', 'b'] })).toBeNull()
})
