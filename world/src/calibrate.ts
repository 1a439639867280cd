import type { Merchant } from './merchants.ts'
import type { Calibration, Model } from './model.ts'
import { MAX_SLOTS, type Placement } from './placements.ts'
import { Random, STREAMS } from './random.ts'
import { categoryToday, makeUser, pickUser } from './users.ts'

// A click depends on rank and brand, but each placement must have its planted CTR. So a few sample lists are drawn, and the
// average of these influences becomes the divisor. The remaining error is about 1 % of the CTR.

const RENDERS = 4000
const HOURS = 24 * 7

type Uncalibrated = Pick<Model, 'seed' | 'start' | 'users' | 'placements' | 'merchants' | 'ranker'>

export function calibrate({ seed, start, users, placements, merchants, ranker }: Uncalibrated): Calibration[] {
  const picks = new Int32Array(MAX_SLOTS)
  const userRng = new Random(seed, STREAMS.user)
  return placements.map((placement, index) => {
    const rng = new Random(seed, STREAMS.calibration, index)
    let exposures = 0
    let influence = 0
    for (let i = 0; i < RENDERS; i++) {
      const at = start + rng.int(HOURS) * 3_600_000
      const category = categoryToday(makeUser(seed, pickUser(users, rng), userRng), rng)
      const filled = ranker.fill(index, { category, at, rng, picks })
      const shown = scrolledTo(placement, filled, rng)
      exposures += shown
      for (let rank = 0; rank < shown; rank++) influence += clickInfluence(rank, merchants[picks[rank]!]!)
    }
    return { shownPerRender: exposures / RENDERS, clickScale: (placement.ctr * exposures) / influence }
  })
}

/** Rank 0 is clicked twice as often as rank 4, and rank 4 1.5 times as often as rank 11. */
export function clickInfluence(rank: number, merchant: Merchant): number {
  return merchant.appeal * (rank + 1) ** -0.43
}

/** How many filled slots come into view: always the first, each further one with the placement's probability. */
export function scrolledTo({ scroll }: Placement, filled: number, rng: Random): number {
  let shown = Math.min(1, filled)
  while (shown < filled && rng.chance(scroll)) shown++
  return shown
}
