import type { Money } from '@bx/contracts/money'

/** Sales with the same path. */
export interface PathCount {
  /** Placement ids, never the same twice in a row. */
  readonly path: string[]
  readonly clipped: boolean
  readonly leftOut: string[]
  readonly conversions: number
  readonly commission: Money
}

export interface FlowLink {
  /** From this step to the next; the first is 1. */
  readonly step: number
  readonly from: string
  /** A placement id, `other` or `sale`. */
  readonly to: string
  readonly conversions: number
}

const STEPS = 3
/** Placements with their own node; the others share one. */
const NAMED = 6

/** Flow of sales through the first three steps of their paths; a longer path ends after its third. */
export function flowOf(paths: readonly PathCount[]): FlowLink[] {
  const nodes = [...largest(paths), 'other', 'sale']
  const [OTHER, SALE] = [nodes.length - 2, nodes.length - 1]
  const numbers = new Map(nodes.map((id, i) => [id, i]))
  const nodeOf = (placementId: string) => numbers.get(placementId) ?? OTHER
  // Sums by [step][from][to] in one flat array: each answer walks thousands of paths.
  const width = nodes.length
  const sums = new Float64Array(STEPS * width * width)
  for (const { path, conversions } of paths) {
    let from = path.length > 0 ? nodeOf(path[0]!) : SALE
    for (let step = 0; step < Math.min(path.length, STEPS); step++) {
      const next = step + 1 < STEPS ? path[step + 1] : undefined
      const to = next === undefined ? SALE : nodeOf(next)
      sums[(step * width + from) * width + to]! += conversions
      from = to
    }
  }
  return linksOf(sums, nodes)
}

/** Links with sales, step by step, the largest first. */
function linksOf(sums: Float64Array, nodes: readonly string[]): FlowLink[] {
  const links: FlowLink[] = []
  const width = nodes.length
  for (const [at, conversions] of sums.entries()) {
    if (conversions === 0) continue
    const step = Math.floor(at / (width * width)) + 1
    const [from, to] = [nodes[Math.floor(at / width) % width]!, nodes[at % width]!]
    links.push({ step, from, to, conversions })
  }
  return links.sort((a, b) => a.step - b.step || b.conversions - a.conversions)
}

function largest(paths: readonly PathCount[]): string[] {
  const counts = new Map<string, number>()
  for (const { path, conversions } of paths) {
    for (let step = 0; step < Math.min(path.length, STEPS); step++)
      counts.set(path[step]!, (counts.get(path[step]!) ?? 0) + conversions)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, NAMED)
    .map(([placementId]) => placementId)
}
