import { addCounts, EMPTY_SKETCH, HASH_SPACE, MAX_COUNT, PACKAGE_SKETCH_K, type Sketch, VISITOR_BIT } from './sketch.ts'

/** The sketch of everybody in any of these: the same as if all had been added to one. */
export function mergeSketches(sketches: readonly Sketch[], k = PACKAGE_SKETCH_K): Sketch {
  return sketches.reduce((merged, next) => {
    const theta = Math.min(merged.theta, next.theta)
    const users = Array.from(next.hashes, (hash, i) => (isVisitor(next.counts[i]!) ? hash + HASH_SPACE : hash))
    const counts = Array.from(next.counts, (count) => count & MAX_COUNT)
    return addCounts(below(merged, theta), users, counts, k)
  }, EMPTY_SKETCH)
}

export interface PeopleCount {
  readonly people: number
  readonly exact: boolean
  /** 95 % range. */
  readonly low: number
  readonly high: number
}

/** How many people a sketch stands for: exact unless it is full. */
export function peopleIn({ hashes, theta }: Sketch): PeopleCount {
  const known = hashes.length
  if (theta === HASH_SPACE) return { people: known, exact: true, low: known, high: known }
  const people = Math.round((known * HASH_SPACE) / theta)
  const doubt = 1.96 / Math.sqrt(Math.max(1, known - 2))
  return {
    people,
    exact: false,
    low: Math.max(known, Math.floor(people * (1 - doubt))),
    high: Math.ceil(people * (1 + doubt)),
  }
}

function below({ hashes, counts }: Sketch, theta: number): Sketch {
  const kept = hashes.findIndex((hash) => hash >= theta)
  return kept < 0 ? { hashes, counts, theta } : { hashes: hashes.slice(0, kept), counts: counts.slice(0, kept), theta }
}

function isVisitor(count: number): boolean {
  return (count & VISITOR_BIT) !== 0
}
