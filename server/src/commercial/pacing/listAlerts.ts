import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { listPackageAlerts as endpoint } from '@bx/contracts/endpoints/pacing'
import type { Sql, Tx } from '../../db/client.ts'

type Alert = Answer<typeof endpoint>['data'][number]

const MOST = 500

export interface WhichAlerts {
  /** One package, with its closed alerts. */
  readonly packageId?: string
  readonly onlyOpen?: boolean
}

/** Alerts about packages: open ones first, the worst first, then the newest. */
export async function listAlerts(sql: Sql | Tx, { packageId, onlyOpen }: WhichAlerts): Promise<Alert[]> {
  const rows = await sql<Row[]>`
    select package_id, package_name, merchant_name, kind, severity, opened_at, closed_at, details
    from package_alerts join merchant_packages using (package_id) join merchant_dim using (merchant_id)
    where ${packageId === undefined ? sql`true` : sql`package_id = ${packageId}`}
      and ${onlyOpen === true ? sql`closed_at is null` : sql`true`}
    order by closed_at is not null, array_position(array['critical', 'warning', 'note'], severity), opened_at desc, package_id
    limit ${MOST}`
  return rows.map(({ opened_at, closed_at, details, ...row }) => ({
    ...row,
    ...{ opened_at: opened_at.toISOString(), closed_at: closed_at?.toISOString() ?? null },
    ...{ pacing_pct: details.pacing_pct, chance: details.chance, reason: details.reason },
  }))
}

type Row = Omit<Alert, 'opened_at' | 'closed_at' | 'pacing_pct' | 'chance' | 'reason'> & {
  readonly opened_at: Date
  readonly closed_at: Date | null
  readonly details: Pick<Alert, 'pacing_pct' | 'chance' | 'reason'>
}

/** Open alerts that need somebody: notes do not. */
export async function countOpenAlerts(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from package_alerts where closed_at is null and severity <> 'note'`
  return row!.n
}
