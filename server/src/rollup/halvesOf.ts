import type { Delta, ExposureDelta } from '../facts/delta.ts'

/** Two halves with the same sum; for a single delta, two deltas with half of its exposures each. */
export function halvesOf(deltas: readonly Delta[]): readonly [Delta[], Delta[]] {
  if (deltas.length > 1) {
    const middle = Math.ceil(deltas.length / 2)
    return [deltas.slice(0, middle), deltas.slice(middle)]
  }
  const [delta] = deltas
  const exposures = delta?.exposures
  const size = exposures?.user.length ?? 0
  if (delta === undefined || exposures === undefined || size < 2) throw new Error('a delta cannot be split further')
  const middle = Math.ceil(size / 2)
  const first = keepExposures(exposures, (i) => i < middle)
  return [[{ ...delta, exposures: first }], [{ exposures: keepExposures(exposures, (i) => i >= middle) }]]
}

/** The exposures at the positions for which `isKept` returns true, with dictionaries of the values they use. */
export function keepExposures(delta: ExposureDelta, isKept: (position: number) => boolean): ExposureDelta {
  const kept = delta.user.map((_, i) => i).filter(isKept)
  const pick = <T>(column: readonly T[]): T[] => kept.map((i) => column[i]!)
  const narrow = (values: readonly string[], column: readonly number[]) => {
    const used = [...new Set(pick(column))]
    const places = new Map(used.map((position, place) => [position, place]))
    return {
      used,
      values: used.map((position) => values[position]!),
      column: pick(column).map((old) => places.get(old)!),
    }
  }
  const hours = narrow(delta.hours, delta.hour)
  const days = narrow(delta.days, delta.day)
  const placements = narrow(delta.placements, delta.placement)
  const merchants = narrow(delta.merchants, delta.merchant)
  const sessions = narrow(delta.sessions, delta.session)
  return {
    hours: hours.values,
    days: days.values,
    placements: placements.values,
    merchants: merchants.values,
    merchantNos: merchants.used.map((position) => delta.merchantNos[position]!),
    sessions: sessions.values,
    hour: hours.column,
    day: days.column,
    placement: placements.column,
    merchant: merchants.column,
    session: sessions.column,
    user: pick(delta.user),
    rank: pick(delta.rank),
    viewable: pick(delta.viewable),
    flagged: pick(delta.flagged),
    ...(delta.sampleRate ? { sampleRate: pick(delta.sampleRate) } : {}),
    ...(delta.sign ? { sign: pick(delta.sign) } : {}),
    ...(delta.removedUsers ? { removedUsers: delta.removedUsers } : {}),
  }
}
