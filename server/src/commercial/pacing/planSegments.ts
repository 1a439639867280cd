// Cuts the time from now to the end of the last flight into segments in which nearly the same packages run.

export interface Segment {
  readonly from: number
  readonly to: number
}

/** More segments plan the far future more exactly, which the next plan does again anyway. */
const MOST_SEGMENTS = 8

/**
 * Cuts at starts and ends: the next ones exactly, later ones thinned out.
 * @param cuts where to cut too
 */
export function planSegments(
  now: number,
  flights: readonly { readonly start: number; readonly end: number }[],
  cuts: readonly number[],
): Segment[] {
  const last = Math.max(...flights.map(({ end }) => end))
  const all = [...flights.flatMap(({ start, end }) => [start, end]), ...cuts.filter((at) => at < last)]
  const edges = [...new Set(all.filter((at) => at > now))].sort((a, b) => a - b)
  const kept = edges.length <= MOST_SEGMENTS ? edges : thinned(edges)
  return kept.map((to, i) => ({ from: kept[i - 1] ?? now, to }))
}

/** The first half of the segments ends at the next edges, the others are spread over the rest; the last edge stays. */
function thinned(edges: readonly number[]): number[] {
  const near = edges.slice(0, MOST_SEGMENTS / 2)
  const far = edges.slice(near.length)
  const step = far.length / (MOST_SEGMENTS - near.length)
  return [
    ...near,
    ...Array.from({ length: MOST_SEGMENTS - near.length }, (_, i) => far[Math.ceil((i + 1) * step) - 1]!),
  ]
}
