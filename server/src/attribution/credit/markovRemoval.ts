/** Journeys with the same placements in the same order: how many there were, and how many converted. */
export interface JourneyCount {
  readonly steps: readonly string[]
  readonly journeys: number
  readonly conversions: number
}

export interface RemovalEffect {
  readonly placement: string
  /** Share of all conversions that would be lost without the placement, 0..1. */
  readonly effect: number
  /** Its share of all removal effects, 0..1: the credit. Shares sum to 1. */
  readonly share: number
}

const [START, CONVERTED, LOST] = ['\u0000start', '\u0000converted', '\u0000lost'] as const
const PRECISION = 1e-12
const MOST_ROUNDS = 10_000

/**
 * Markov removal effect, first order: journeys become a chain start -> placement -> ... -> converted | lost; a
 * placement's effect is the drop of the chain's probability of conversion when every visit to it leads to `lost`.
 *
 * Source: Anderl, Becker, von Wangenheim, Schumann, *Mapping the customer journey: lessons learned from graph-based
 * online attribution modeling*, International Journal of Research in Marketing 33 (2016), 457-474.
 */
export function markovRemoval(paths: readonly JourneyCount[]): RemovalEffect[] {
  const chain = chainOf(paths)
  const base = conversionProbability(chain, null)
  const placements = [...chain.keys()].filter((state) => state !== START).sort()
  const effects = placements.map((placement) => ({
    placement,
    effect: base === 0 ? 0 : Math.max(0, 1 - conversionProbability(chain, placement) / base),
  }))
  const sum = effects.reduce((all, { effect }) => all + effect, 0)
  return effects.map((row) => ({ ...row, share: sum === 0 ? 0 : row.effect / sum }))
}

/** State -> next state -> probability. */
type Chain = ReadonlyMap<string, ReadonlyMap<string, number>>

function chainOf(paths: readonly JourneyCount[]): Chain {
  const counts = new Map<string, Map<string, number>>()
  const add = (from: string, to: string, times: number) => {
    if (times === 0) return
    const next = counts.get(from) ?? new Map<string, number>()
    counts.set(from, next.set(to, (next.get(to) ?? 0) + times))
  }
  for (const { steps, journeys, conversions } of paths) {
    const states = [START, ...steps]
    for (let i = 1; i < states.length; i++) add(states[i - 1]!, states[i]!, journeys)
    add(states.at(-1)!, CONVERTED, conversions)
    add(states.at(-1)!, LOST, journeys - conversions)
  }
  return new Map(
    [...counts].map(([from, next]) => {
      const all = [...next.values()].reduce((sum, times) => sum + times, 0)
      return [from, new Map([...next].map(([to, times]) => [to, times / all]))]
    }),
  )
}

/** Probability of reaching `converted` from the start, by fixed-point iteration from below: it converges monotonically. */
function conversionProbability(chain: Chain, removed: string | null): number {
  let reach = new Map<string, number>()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = new Map<string, number>()
    let change = 0
    for (const [state, transitions] of chain) {
      if (state === removed) continue
      let probability = transitions.get(CONVERTED) ?? 0
      for (const [to, p] of transitions) probability += p * (reach.get(to) ?? 0)
      change = Math.max(change, probability - (reach.get(state) ?? 0))
      next.set(state, probability)
    }
    reach = next
    if (change < PRECISION) break
  }
  return reach.get(START) ?? 0
}
