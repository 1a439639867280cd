import type { Delta, PackageDelta } from '../facts/delta.ts'
import { addSaturating } from '../lib/saturate.ts'
import { ExposureSums } from './exposureSums.ts'
import { halvesOf } from './halvesOf.ts'
import { largestKey, type Names, namesOf } from './names.ts'
import type { Totals } from './totals.ts'

// Sums the deltas of one round in memory, so that each rollup row is written once, however many events change it.

/**
 * The totals of these deltas. Usually one; several, to be written one after the other, if there are too many
 * placements, merchants, days and sessions to identify a cell by one number.
 * @param maxKey largest key of a cell
 */
export function partsOf(deltas: readonly Delta[], maxKey = Number.MAX_SAFE_INTEGER): Totals[] {
  const names = namesOf(deltas)
  if (largestKey(names) <= maxKey) return [aggregate(deltas, names)]
  return halvesOf(deltas).flatMap((half) => partsOf(half, maxKey))
}

function aggregate(deltas: readonly Delta[], names: Names): Totals {
  const exposures = new ExposureSums(names)
  for (const delta of deltas) if (delta.exposures) exposures.add(delta.exposures)
  return {
    ...exposures.totals(),
    renders: sumRows(
      deltas.flatMap((delta) => delta.renders ?? []),
      3,
    ),
    outcomes: sumRows(
      deltas.flatMap((delta) => delta.outcomes ?? []),
      5,
    ),
    packages: sumPackages(deltas.flatMap((delta) => delta.packages ?? [])),
  }
}

/** Adds up rows that share their first `keyLength` fields. */
function sumRows<R extends readonly (string | number)[]>(rows: readonly R[], keyLength: number): R[] {
  const sums = new Map<string, (string | number)[]>()
  for (const row of rows) {
    const key = row.slice(0, keyLength).join('\n')
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = [...row.slice(0, keyLength), ...row.slice(keyLength).fill(0)]
      sums.set(key, sum)
    }
    for (let i = keyLength; i < row.length; i++) sum[i] = addSaturating(sum[i] as number, row[i] as number)
  }
  return [...sums.values()] as unknown as R[]
}

/** One delta for each key; those that cancel out stay, because their people may have been counted before. */
function sumPackages(deltas: readonly PackageDelta[]): PackageDelta[] {
  return [...Map.groupBy(deltas, ({ key }) => key.join(' ')).values()].map((same) => ({
    key: same[0]!.key,
    impressions: same.reduce((sum, { impressions }) => sum + impressions, 0),
    viewable: same.reduce((sum, { viewable }) => sum + viewable, 0),
    added: same.flatMap(({ added }) => added),
    removed: same.flatMap(({ removed }) => removed),
  }))
}
