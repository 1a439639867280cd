import { expect, test } from 'vitest'
import { Random, STREAMS } from './random.ts'
import { makeUser, pickUser } from './users.ts'

const rng = new Random(1, STREAMS.session)

test('activity follows Zipf: 1 % of the users have 15 % of the sessions, 10 % have 52 %', () => {
  const users = 20_000
  const picks = Array.from({ length: 50_000 }, () => pickUser(users, rng))
  const share = (part: number) => picks.filter((user) => user < users * part).length / picks.length
  expect(share(0.01)).toBeCloseTo(0.15, 1)
  expect(share(0.1)).toBeCloseTo(0.52, 1)
  expect(Math.max(...picks)).toBeLessThan(users)
  expect(new Set(picks).size).toBeGreaterThan(users / 2)
})

test('a user is always the same person with the same device', () => {
  const people = Array.from({ length: 5000 }, (_, i) => makeUser(1, i, rng))
  expect(people[4999]).toEqual(makeUser(1, 4999, rng))
  expect(new Set(people.map(({ userId }) => userId)).size).toBe(5000)
  const signedIn = people.filter(({ userId }) => /^[0-9a-f]{64}$/.test(userId)).length
  expect(signedIn / 5000).toBeCloseTo(0.8, 1)
  for (const { favourites } of people) expect(favourites[0]).not.toBe(favourites[1])
})
