import { expect, test } from 'vitest'
import { textOf } from './support/report.ts'
import { profile } from './support/seed.ts'
import { runSpike } from './support/spike.ts'

const SECONDS = profile === 'long' ? 120 : 9

test(`two workers, each SIGKILLed every 3 s under load for ${SECONDS} s, lose nothing and count nothing twice`, {
  timeout: 600_000,
}, async () => {
  const result = await runSpike(SECONDS)
  console.log(textOf(result))
  expect(result).toMatchObject({
    lost: 0,
    countedTwice: 0,
    notCounted: 0,
    outcomesWrong: 0,
    wrongCells: 0,
    deadLetters: 0,
  })
  expect(result.kills).toBeGreaterThan(SECONDS / 3) // two workers: about two thirds of the seconds
})
