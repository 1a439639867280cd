import { expect, test } from 'vitest'
import { explainOwnerChange, ownersOf } from './owners.ts'
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

test('a change of share opens with its range, and is missing without comparison', () => {
  const deepDive = testDeepDive([5, 3])
  const [owner] = ownersOf(deepDive.data)
  expect(explainOwnerChange(deepDive, owner!)).toBeNull()
  const change = { kind: 'points', value: -1.13, low: -1.4, high: -0.9, within_noise: false } as const
  expect(explainOwnerChange(deepDive, { ...owner!, change })).toMatchObject({
    scope: 'Merchant 0 in Home',
    value: '\u22121.1 pts',
  })
})
