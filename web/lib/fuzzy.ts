/**
 * How well a text matches a search: 0 is best, null is no match. The text must contain the letters in order. A match at the
 * start of the text or of a word is better than in the middle, and adjacent letters are better than scattered ones.
 */
export function matchRank(text: string, search: string): number | null {
  const [hay, needle] = [withoutMarks(text), withoutMarks(search).replace(/\s+/g, ' ').trim()]
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
function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

export interface Named {
  readonly id: string
  readonly name: string
}

/** The matches of a search, best first. */
export function rankByName<Entity extends Named>(entities: readonly Entity[], search: string): Entity[] {
  return entities
    .flatMap((entity) => {
      const rank = matchRank(entity.name, search)
      return rank === null ? [] : [{ entity, rank }]
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ entity }) => entity)
}
