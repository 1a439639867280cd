import { expect, test } from 'vitest'
import { ownersOf, pointsChange } from './owners.ts'
import { testDeepDive } from './testData.ts'

test('the rest comes last, and the running total ends at the whole', () => {
  const owners = ownersOf(testDeepDive(Array.from({ length: 12 }, (_, i) => 12 - i)).data)
  expect(owners.length).toBe(11)
  expect(owners.at(-1)).toMatchObject({ rank: null, id: null, name: '2 merchants', impressions: 3, running: 1 })
  expect(owners.map(({ running }) => running)).toEqual(owners.map(({ running }) => running).toSorted())
})

test('without a rest there is no row for it', () => {
  expect(ownersOf(testDeepDive([5, 3]).data).map(({ name }) => name)).toEqual(['Merchant 0', 'Merchant 1'])
})

test('changes are points, with a real minus', () => {
  expect(pointsChange(-1.13)).toEqual({ text: '\u22121.1', direction: 'down' })
  expect(pointsChange(0.01).text).toBe('No change')
  expect(pointsChange(null).text).toBe('–')
})
