import type { MismatchReason } from '@bx/contracts/packages/values'
import type { Mismatch } from '../../lib/endpoints.ts'

/** Stamps of one package and placement that do not count for one reason. */
export interface MismatchGroup {
  readonly id: string
  /** null: no package has the id. */
  readonly packageId: string | null
  readonly packageName: string | null
  readonly placementId: string
  readonly reason: MismatchReason
  readonly impressions: number
  readonly firstHour: string
  readonly lastHour: string
}

/** The hours of each package, placement and reason together; most impressions first. */
export function groupMismatches(rows: readonly Mismatch[]): MismatchGroup[] {
  const groups = Map.groupBy(rows, (row) => `${row.package_id} ${row.placement_id} ${row.reason}`)
  return [...groups]
    .map(([id, hours]) => {
      const [one] = hours
      const sorted = hours.map(({ hour }) => hour).sort()
      return {
        ...{ id, packageId: one!.package_id, packageName: one!.package_name, placementId: one!.placement_id },
        ...{ reason: one!.reason, impressions: hours.reduce((sum, { impressions }) => sum + impressions, 0) },
        ...{ firstHour: sorted[0]!, lastHour: sorted.at(-1)! },
      }
    })
    .sort((a, b) => b.impressions - a.impressions)
}

/** Impressions by reason, largest first. */
export function reasonsIn(groups: readonly MismatchGroup[]): [MismatchReason, number][] {
  const sums = new Map<MismatchReason, number>()
  for (const { reason, impressions } of groups) sums.set(reason, (sums.get(reason) ?? 0) + impressions)
  return [...sums].sort(([, a], [, b]) => b - a)
}
