// The placements of a deal, short enough for a link: the selected or the excluded ones, whichever are fewer, each by the
// end of its id.

export interface Choice {
  /** true: the ids are of excluded placements; false: of selected ones. */
  readonly isWithout: boolean
  /** Ids, ends of ids, or keys. */
  readonly ids: readonly string[]
}

interface Known {
  readonly placement_id: string
  readonly placement_key: string
}

/** All placements, including new ones. */
export const ALL: Choice = { isWithout: true, ids: [] }

/** Enough characters to identify thousands of placements: among 1,000, two equal ones have a chance below 1 in 8,000. */
const ID_END = 8

export function readChoice(params: URLSearchParams): Choice {
  const [only, without] = [listed(params, 'placements'), listed(params, 'without')]
  return only.length > 0 ? { isWithout: false, ids: only } : { isWithout: true, ids: without }
}

export function writeChoice({ isWithout, ids }: Choice, params: URLSearchParams): void {
  if (ids.length > 0) params.set(isWithout ? 'without' : 'placements', ids.join(','))
}

/** The API's parameter: ids, empty for all. Unknown names are passed on, so that the API reports them. */
export function idsOf({ isWithout, ids }: Choice, all: readonly Known[]): string[] {
  if (ids.length === 0) return []
  const named = new Map(all.flatMap((one) => [one.placement_id, one.placement_key, endOf(one)].map((by) => [by, one])))
  const found = new Set(ids.flatMap((id) => named.get(id)?.placement_id ?? []))
  if (!isWithout) return [...new Set(ids.map((id) => named.get(id)?.placement_id ?? id))]
  return all.flatMap(({ placement_id: id }) => (found.has(id) ? [] : [id]))
}

/** Adds or removes placements; removing all of them changes nothing. */
export function choose(choice: Choice, all: readonly Known[], ids: readonly string[], isIn: boolean): Choice {
  const now = idsOf(choice, all)
  const changed = new Set(ids)
  const chosen = new Set(now.length === 0 ? all.map(({ placement_id: id }) => id) : now)
  const next = all.filter(({ placement_id: id }) => (changed.has(id) ? isIn : chosen.has(id)))
  return next.length === 0 ? choice : shortest(next, all)
}

/** Exactly these placements. */
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
