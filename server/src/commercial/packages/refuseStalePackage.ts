import type { Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import type { PackageRow } from './packageRow.ts'

interface Missed {
  readonly version: number
  readonly at: Date
  readonly actor: string
  readonly action: string
  readonly status: string
  readonly reason: string | null
  readonly before: object
  readonly after: object
}

/** Refuses a change of an older version: changed_meanwhile, with every change since that version, oldest first. */
export async function refuseStalePackage(tx: Tx, row: PackageRow, asked: number): Promise<void> {
  if (asked === row.version) return
  const missed = await tx<Missed[]>`
    select version, recorded_at as at, actor, action, status, reason, before, after from package_changes
    where package_id = ${row.package_id} and version > ${asked} order by version`
  const last = missed.at(-1)
  const changes = missed.map(({ at, ...change }) => ({ ...change, at: at.toISOString() }))
  throw new AppError('changed_meanwhile', {
    details: {
      version: row.version,
      changed_by: last?.actor ?? null,
      changed_at: last?.at.toISOString() ?? null,
      current: { status: row.status },
      changes,
    },
  })
}
