/**
 * How well a text answers a search: 0 is best, null is no match. The letters must stand in the text in their order; a
 * beginning of the text or of a word is better than the middle, and letters together better than apart.
 */
export function matchRank(text: string, search: string): number | null {
  const [hay, needle] = [fold(text), fold(search).replace(/\s+/g, ' ').trim()]
  if (needle === '') return 0
  const at = hay.indexOf(needle)
  if (at === 0) return 0
  if (at > 0) return hay[at - 1] === ' ' ? 1 : 2
  let [from, gaps] = [0, 0]
  for (const letter of needle.replaceAll(' ', '')) {
    const next = hay.indexOf(letter, from)
    if (next < 0) return null
    gaps += next - from
    from = next + 1
  }
  return 3 + gaps
}

/** Without case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** Those that answer a search, the best first. */
export function rankByName<Entity extends Named>(entities: readonly Entity[], search: string): Entity[] {
  return entities
    .flatMap((entity) => {
      const rank = matchRank(entity.name, search)
      return rank === null ? [] : [{ entity, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entity }) => entity)
}
