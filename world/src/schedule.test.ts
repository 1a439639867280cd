import { expect, test } from 'vitest'
import { Random, STREAMS } from './random.ts'
import { Schedule } from './schedule.ts'

test('returns items by time, then by order of insertion, also while more are added', () => {
  const rng = new Random(1, STREAMS.session)
  const schedule = new Schedule<{ at: number; name: number }>()
  const added: { at: number; name: number }[] = []
  const taken: { at: number; name: number }[] = []
  for (let now = 0; now < 200; now++) {
    for (let i = rng.int(8); i > 0; i--) added.push({ at: now + rng.int(50), name: added.length })
    for (const item of added.slice(taken.length + schedule.size)) schedule.add(item)
    taken.push(...schedule.takeBefore(now + 1))
  }
  taken.push(...schedule.takeBefore(Number.POSITIVE_INFINITY))
  expect(taken).toEqual(added.toSorted((a, b) => a.at - b.at || a.name - b.name))
  expect(schedule.size).toBe(0)
})
