import { uuidV4 } from './ids.ts'
import { PLANTED_PLACEMENTS, type PlantedPlacement, type Rule } from './plantedPlacements.ts'
import { Random, STREAMS } from './random.ts'

export interface Placement extends PlantedPlacement {
  readonly placement_id: string
  readonly algorithmVersion: string
}

/** The longest list. */
export const MAX_SLOTS = 12

const EXTRA_NAMES = [
  'Brand spotlight',
  'Savings hub',
  'Receipt offers',
  'Rewards feed',
  'Nearby map',
  'Seasonal guide',
  'Gift finder',
  'Account home',
  'Order tracker',
  'Partner shelf',
]
const EXTRA_RULES: readonly Rule[] = ['popularity', 'rotation', 'category']

/** The first `count` placements: ten defined by hand, then generated ones of medium size. At most 20. */
export function makePlacements(seed: number, count: number): Placement[] {
  const planted = [...PLANTED_PLACEMENTS, ...EXTRA_NAMES.map(extraPlacement)]
  if (count < 1 || count > planted.length) throw new Error(`placements: expected 1 to ${planted.length}, got ${count}`)
  return planted.slice(0, count).map((placement, i) => ({
    placement_id: uuidV4(new Random(seed, STREAMS.placement, i)),
    algorithmVersion: `${placement.rule}-4.2`,
    ...placement,
  }))
}

function extraPlacement(name: string, i: number): PlantedPlacement {
  return {
    placement_key: name.toLowerCase().replaceAll(' ', '_'),
    placement_name: name,
    tier: 'standard',
    max_slots: 3 + (i % 6),
    exposureType: 'card',
    rule: EXTRA_RULES[i % 3]!,
    share: 0.02,
    weeklyGrowth: 0.005 * (i - 5),
    pool: 0.4,
    scroll: 0.85,
    underfill: 0.08,
    viewable: 0.8,
    ctr: 0.008 + 0.003 * i,
    cvrPerClick: 0.04 + 0.01 * i,
    viewThroughUplift: i % 4 === 0 ? 0.0003 : 0,
  }
}
