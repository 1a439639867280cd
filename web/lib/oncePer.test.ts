import { expect, test } from 'vitest'
import { oncePer } from './oncePer.ts'

test('computed once for the same answer, row and arguments, and again for others', () => {
  let made = 0
  const sum = oncePer(({ base }: { base: number }, { n }: { n: number }, more: number) => {
    made++
    return base + n + more
  })
  const [answer, row] = [{ base: 100 }, { n: 10 }]
  expect([sum(answer, row, 1), sum(answer, row, 1), made]).toEqual([111, 111, 1])
  expect([sum(answer, row, 2), sum({ base: 200 }, row, 2), sum(answer, { n: 20 }, 2), made]).toEqual([112, 212, 122, 4])
})
