import type { CountedExposure, PackageDelta, PackageKey } from '../delta.ts'
import { UNKNOWN_PACKAGE } from '../sumIds.ts'
import { userNumber } from '../userNumber.ts'

/** What stamped exposures change; unstamped ones change nothing. */
export function packageDeltas(rows: readonly CountedExposure[]): PackageDelta[] {
  const cells = new Map<
    string,
    { key: PackageKey; impressions: number; viewable: number; added: number[]; removed: number[] }
  >()
  for (const row of rows) {
    if (row.packageVerdict === null) continue
    const key = keyOf(row, row.packageVerdict)
    const name = key.join(' ')
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = { key, impressions: 0, viewable: 0, added: [], removed: [] }
      cells.set(name, cell)
    }
    const sign = row.sign ?? 1
    cell.impressions += sign
    if (row.viewable === true) cell.viewable += sign
    if (row.packageVerdict === 'counted' && !row.flagged)
      cell[sign === 1 ? 'added' : 'removed'].push(userNumber(row.userId))
  }
  return [...cells.values()]
}

/** Ids that no package has are counted together: anybody could send any number of them. */
function keyOf({ packageId, hour, day, placementId, flagged }: CountedExposure, verdict: string): PackageKey {
  const id = verdict === 'unknown_package' || packageId === null ? UNKNOWN_PACKAGE : packageId
  return [id, hour, day, placementId, verdict, flagged ? 1 : 0]
}
