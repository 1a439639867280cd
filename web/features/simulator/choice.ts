// Which placements a deal may be delivered in, short enough for a link: as those in it or those left out, whichever are
// fewer, each by the end of its id.

export interface Choice {
  /** The ids are of placements left out, else of those in the deal. */
  readonly isWithout: boolean
  /** Ids, ends of ids, or keys. */
  readonly ids: readonly string[]
}

interface Known {
  readonly placement_id: string
  readonly placement_key: string
}

/** A new placement belongs to it too. */
export const ALL: Choice = { isWithout: true, ids: [] }

/** So many characters of an id tell thousands of placements apart: two alike are less likely than 1 in 8,000 of 1,000. */
const ID_END = 8

export function readChoice(params: URLSearchParams): Choice {
  const [only, without] = [listed(params, 'placements'), listed(params, 'without')]
  return only.length > 0 ? { isWithout: false, ids: only } : { isWithout: true, ids: without }
}

export function writeChoice({ isWithout, ids }: Choice, params: URLSearchParams): void {
  if (ids.length > 0) params.set(isWithout ? 'without' : 'placements', ids.join(','))
}

/** As the API is asked: ids, none for all. What no placement is called is passed on, so that the API names it. */
export function idsOf({ isWithout, ids }: Choice, all: readonly Known[]): string[] {
  if (ids.length === 0) return []
  const named = new Map(all.flatMap((one) => [one.placement_id, one.placement_key, endOf(one)].map((by) => [by, one])))
  const found = new Set(ids.flatMap((id) => named.get(id)?.placement_id ?? []))
  if (!isWithout) return [...new Set(ids.map((id) => named.get(id)?.placement_id ?? id))]
  return all.flatMap(({ placement_id: id }) => (found.has(id) ? [] : [id]))
}

/** The choice with some placements put in or left out; of all that there are, or the last, nothing changes. */
export function choose(choice: Choice, all: readonly Known[], ids: readonly string[], isIn: boolean): Choice {
  const now = idsOf(choice, all)
  const changed = new Set(ids)
  const chosen = new Set(now.length === 0 ? all.map(({ placement_id: id }) => id) : now)
  const next = all.filter(({ placement_id: id }) => (changed.has(id) ? isIn : chosen.has(id)))
  return next.length === 0 ? choice : shortest(next, all)
}

/** These and no others. */
export function chooseOnly(all: readonly Known[], ids: readonly string[]): Choice {
  const wanted = new Set(ids)
  return shortest(
    all.filter(({ placement_id: id }) => wanted.has(id)),
    all,
  )
}

function shortest(chosen: readonly Known[], all: readonly Known[]): Choice {
  if (chosen.length <= all.length / 2) return { isWithout: false, ids: chosen.map(endOf) }
  const isIn = new Set(chosen)
  return { isWithout: true, ids: all.filter((one) => !isIn.has(one)).map(endOf) }
}

function endOf({ placement_id: id }: Known): string {
  return id.slice(-ID_END)
}

function listed(params: URLSearchParams, key: string): string[] {
  return (params.get(key) ?? '').split(',').filter((id) => id !== '')
}
