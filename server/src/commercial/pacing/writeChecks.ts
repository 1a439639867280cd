import { createHash } from 'node:crypto'
import type { Tx } from '../../db/client.ts'
import type { Check } from './assessPackage.ts'
import type { WeekCurve } from './weekCurve.ts'

/** Writes checks with their inputs. Curves are stored once: they change once a day. */
export async function writeChecks(
  tx: Tx,
  checks: readonly Check[],
  { now, slot }: { readonly now: number; readonly slot: number | null },
): Promise<void> {
  const curves = new Map(checks.flatMap(({ curve }) => (curve.length === 0 ? [] : [[curveId(curve), curve] as const])))
  await tx`
    insert into pacing_curves (curve_id, hours)
    select id, array(select jsonb_array_elements_text(hours)::integer)
    from jsonb_to_recordset(${JSON.stringify([...curves].map(([id, hours]) => ({ id, hours })))}::text::jsonb)
      as t (id uuid, hours jsonb)
    on conflict do nothing`
  const rows = checks.map(({ pacing, outlook, ...check }) => ({
    ...{ package_id: check.packageId, status: pacing.status, pacing_pct: pacing.pct, goal_units: check.goal },
    ...{ delivered_units: check.delivered, planned_units: check.planned, chance: outlook?.chance ?? null },
    ...{
      forecast_low: outlook?.low ?? null,
      forecast_units: outlook?.mid ?? null,
      forecast_high: outlook?.high ?? null,
    },
    ...{ units_per_day: check.perDay, needed_per_day: check.neededPerDay, reason: check.reason, gaps: check.gaps },
    ...{ curve_id: check.curve.length === 0 ? null : curveId(check.curve), inputs: check.inputs },
  }))
  await tx`
    insert into pacing_checks (package_id, checked_at, slot, status, goal_units, delivered_units, planned_units, pacing_pct,
      chance, forecast_low, forecast_units, forecast_high, units_per_day, needed_per_day, reason, gaps, curve_id, inputs)
    select package_id, ${new Date(now)}, ${slot === null ? null : new Date(slot)}::timestamptz, status, goal_units,
      delivered_units, planned_units, pacing_pct, chance, forecast_low, forecast_units, forecast_high, units_per_day,
      needed_per_day, reason, gaps, curve_id, inputs
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t (package_id uuid, status text, goal_units bigint,
      delivered_units bigint, planned_units float8, pacing_pct float8, chance float8, forecast_low float8,
      forecast_units float8, forecast_high float8, units_per_day float8, needed_per_day float8, reason text, gaps jsonb,
      curve_id uuid, inputs jsonb)
    on conflict do nothing`
}

/** A UUID of the curve's content. */
function curveId(curve: WeekCurve): string {
  return createHash('md5').update(curve.join()).digest('hex')
}
