import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { readPackage as endpoint } from '@bx/contracts/endpoints/packages'
import type { PackageChange } from '@bx/contracts/endpoints/soldPackage'
import { MISMATCH_REASONS, type StampVerdict } from '@bx/contracts/packages/values'
import type { Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { shortUnits } from './makeGood.ts'
import { readStored, refuseForeignId } from './packageRow.ts'
import { readAdjustments } from './readAdjustments.ts'
import { readPackageReach } from './readPackageReach.ts'
import { type Reading, showPackages } from './showPackages.ts'

const CHANGES = 500

/** One package with its changes, newest first. Throws unknown_package. */
export function readPackage(sql: Sql, packageId: string, reading: Reading): Promise<Answer<typeof endpoint>> {
  refuseForeignId(packageId)
  const { currency, timeZone } = reading.reporting
  return readSnapshot(sql, async (tx) => {
    const [found] = await showPackages(tx, [packageId], reading)
    if (found === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const [changes, reach, delivered, adjustments, short_units] = await Promise.all([
      readChanges(tx, packageId),
      readPackageReach(tx, packageId),
      readDelivered(tx, packageId),
      readAdjustments(tx, packageId, currency),
      shortUnits(tx, await readStored(tx, packageId)),
    ])
    const { people: unique_users, ...range } = reach
    return {
      data: { ...found, changes, reach: { unique_users, ...range }, ...delivered, adjustments, short_units },
      meta: { currency, time_zone: timeZone },
    }
  })
}

type Row = Omit<PackageChange, 'recorded_at' | 'effective_at'> & {
  readonly recorded_at: Date
  readonly effective_at: Date
}

async function readChanges(tx: Tx, packageId: string): Promise<PackageChange[]> {
  const rows = await tx<Row[]>`
    select version, terms_version, recorded_at, effective_at, actor, action, status_before, status, reason, before, after
    from package_changes where package_id = ${packageId} order by version desc limit ${CHANGES}`
  return rows.map((row) => ({
    ...row,
    recorded_at: row.recorded_at.toISOString(),
    effective_at: row.effective_at.toISOString(),
  }))
}

interface Delivered {
  readonly placement_id: string
  readonly verdict: StampVerdict
  readonly flagged: boolean
  readonly impressions: number
  readonly viewable: number
}

async function readDelivered(tx: Tx, packageId: string) {
  const rows = await tx<Delivered[]>`
    select placement_id, verdict, flagged, sum(impressions)::bigint as impressions, sum(viewable)::bigint as viewable
    from package_hourly where package_id = ${packageId} group by 1, 2, 3 order by 1, 2, 3`
  const counted = rows.filter(({ verdict, flagged }) => verdict === 'counted' && !flagged)
  return {
    by_placement: counted.map(({ placement_id, impressions, viewable }) => ({ placement_id, impressions, viewable })),
    mismatches: MISMATCH_REASONS.flatMap((reason) => {
      const impressions = rows.reduce((sum, row) => (row.verdict === reason ? sum + row.impressions : sum), 0)
      return impressions === 0 ? [] : [{ reason, impressions }]
    }),
  }
}
