import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { readPackage as endpoint, PackageChange } from '@bx/contracts/endpoints/packages'
import type { Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { type Reading, showPackages } from './showPackages.ts'

const CHANGES = 500

/** One package with its changes, newest first. Throws unknown_package. */
export function readPackage(sql: Sql, packageId: string, reading: Reading): Promise<Answer<typeof endpoint>> {
  const { currency, timeZone } = reading.reporting
  return readSnapshot(sql, async (tx) => {
    const [found] = await showPackages(tx, [packageId], reading)
    if (found === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const changes = await readChanges(tx, packageId)
    return { data: { ...found, changes }, meta: { currency, time_zone: timeZone } }
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
