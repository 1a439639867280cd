import { HASH_SPACE, MAX_COUNT, type Sketch, VISITOR_BIT } from '../reach/sketch.ts'

// Everybody of a cell, as a recount finds them in raw rows.

export interface People {
  /** Impressions by user hash. */
  readonly users: Map<number, number>
  /** Hashes of visitors. */
  readonly visitors: Set<number>
}

/** @param user `userNumber` of the pseudonymised id */
export function addPerson({ users, visitors }: People, user: number, impressions: number): void {
  const hash = user % HASH_SPACE
  users.set(hash, (users.get(hash) ?? 0) + impressions)
  if (user >= HASH_SPACE) visitors.add(hash)
}

/** Whether a sketch holds exactly the people below its theta, with their counts. */
export function holdsPeople(sketch: Sketch, people: People): boolean {
  let below = 0
  for (const hash of people.users.keys()) if (hash < sketch.theta) below++
  if (below !== sketch.hashes.length) return false
  return sketch.hashes.every((hash, i) => countOf(people, hash) === sketch.counts[i])
}

export function sketchOf(people: People, k: number): Sketch {
  const hashes = Float64Array.from(people.users.keys()).sort()
  const kept = hashes.slice(0, k)
  return {
    hashes: kept,
    counts: Uint16Array.from(kept, (hash) => countOf(people, hash)),
    theta: hashes.length > k ? hashes[k]! : HASH_SPACE,
  }
}

/** In the form that a sketch stores. */
function countOf({ users, visitors }: People, hash: number): number {
  return Math.min(users.get(hash) ?? 0, MAX_COUNT) | (visitors.has(hash) ? VISITOR_BIT : 0)
}
