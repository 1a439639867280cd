import { ALERT_KINDS, type AlertKind } from '@bx/contracts/packages/pacingValues'
import type { Tx } from '../../db/client.ts'
import type { Check } from './assessPackage.ts'

// Opens and closes alerts about packages. Hysteresis: what opens at one value closes at a better one, so that a package at the limit
// does not alternate; a state has to be found twice in a row before it opens one.

/** Below this chance a package is at risk; its alert closes above the second. */
const [RISK_OPENS, RISK_CLOSES] = [0.5, 0.65]
/** Below this chance it is critical. */
const CRITICAL = 0.2
/** Percent of the plan that close an alert again. */
const [UNDER_CLOSES, OVER_CLOSES] = [85, 115]

type Finding = 'open' | 'close' | 'stay'

export async function updateAlerts(tx: Tx, checks: readonly Check[], now: number): Promise<void> {
  const before = await readPrevious(tx, checks, now)
  const found = checks.flatMap((check) =>
    ALERT_KINDS.map((kind) => ({
      ...{ package_id: check.packageId, kind, finding: findingOf(kind, check, before.get(check.packageId)) },
      severity: severityOf(kind, check),
      details: { pacing_pct: check.pacing.pct, chance: check.outlook?.chance ?? null, reason: check.reason },
    })),
  )
  const some = (wanted: Finding) => JSON.stringify(found.filter(({ finding }) => finding === wanted))
  await tx`
    update package_alerts a set closed_at = ${new Date(now)}
    from jsonb_to_recordset(${some('close')}::text::jsonb) as t (package_id uuid, kind text)
    where a.package_id = t.package_id and a.kind = t.kind and closed_at is null`
  await tx`
    insert into package_alerts (package_id, kind, opened_at, severity, details)
    select package_id, kind, ${new Date(now)}, severity, details
    from jsonb_to_recordset(${some('open')}::text::jsonb) as t (package_id uuid, kind text, severity text, details jsonb)
    where kind <> 'completed' or not exists (
      select from package_alerts a where a.package_id = t.package_id and a.kind = 'completed')
    on conflict (package_id, kind) where closed_at is null do update set severity = excluded.severity`
}

async function readPrevious(tx: Tx, checks: readonly Check[], now: number) {
  const ids = JSON.stringify(checks.map(({ packageId }) => packageId))
  const rows = await tx<{ id: string; status: string; chance: number | null }[]>`
    select id, status, chance from (select value::uuid as id from jsonb_array_elements_text(${ids}::text::jsonb)) ids, lateral (
      select status, chance from pacing_checks c where c.package_id = id and checked_at < ${new Date(now)}
      order by checked_at desc limit 1) last`
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

function findingOf(
  kind: AlertKind,
  { pacing: { status, pct }, outlook }: Check,
  before: { readonly status: string; readonly chance: number | null } | undefined,
): Finding {
  const running = status === 'UNDER_DELIVERING' || status === 'OVER_DELIVERING' || status === 'ON_TRACK'
  const within = (is: boolean, was: boolean, over: boolean): Finding => (is && was ? 'open' : over ? 'close' : 'stay')
  switch (kind) {
    case 'under_delivering':
      return within(
        status === 'UNDER_DELIVERING',
        before?.status === status,
        !running || (pct !== null && pct >= UNDER_CLOSES),
      )
    case 'over_delivering':
      return within(
        status === 'OVER_DELIVERING',
        before?.status === status,
        !running || (pct !== null && pct <= OVER_CLOSES),
      )
    case 'at_risk': {
      const chance = outlook?.chance ?? 1
      return within(
        running && chance < RISK_OPENS,
        (before?.chance ?? 1) < RISK_OPENS,
        !running || chance > RISK_CLOSES,
      )
    }
    case 'ended_short':
      return status === 'ENDED_SHORT' ? 'open' : 'close'
    case 'completed':
      return status === 'COMPLETED' ? 'open' : 'stay'
  }
}

function severityOf(kind: AlertKind, { outlook }: Check): 'critical' | 'warning' | 'note' {
  if (kind === 'completed') return 'note'
  if (kind === 'ended_short') return 'critical'
  return (outlook?.chance ?? 1) < CRITICAL ? 'critical' : 'warning'
}
