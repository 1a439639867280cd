/** Sales that came by one path. */
export interface PathCount {
  /** Placement ids, none twice in a row. */
  readonly path: string[]
  readonly clipped: boolean
  readonly conversions: number
  readonly commission: number
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
/** Placements with a node of their own; the others share one. */
const NAMED = 6

/** Flow of sales through the first three steps of their paths to the sale; a longer path ends after its third. */
export function flowOf(paths: readonly PathCount[]): FlowLink[] {
  const named = new Set(largest(paths))
  const nodeOf = (placementId: string) => (named.has(placementId) ? placementId : 'other')
  const links = new Map<string, FlowLink>()
  for (const { path, conversions } of paths) {
    for (let step = 1; step <= Math.min(path.length, STEPS); step++) {
      const next = step < STEPS ? path[step] : undefined
      const [from, to] = [nodeOf(path[step - 1]!), next === undefined ? 'sale' : nodeOf(next)]
      const key = `${step} ${from} ${to}`
      links.set(key, { step, from, to, conversions: (links.get(key)?.conversions ?? 0) + conversions })
    }
  }
  return [...links.values()].sort((a, b) => a.step - b.step || b.conversions - a.conversions)
}

function largest(paths: readonly PathCount[]): string[] {
  const counts = new Map<string, number>()
  for (const { path, conversions } of paths) {
    for (const placementId of path.slice(0, STEPS))
      counts.set(placementId, (counts.get(placementId) ?? 0) + conversions)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, NAMED)
    .map(([placementId]) => placementId)
}
