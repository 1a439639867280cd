import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { readPacing as endpoint } from '@bx/contracts/endpoints/pacing'
import { plannedUnits } from '@bx/contracts/packages/plan'
import type { Sql, Tx } from '../../db/client.ts'
import { addDays } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { localNow, startOfDay } from '../../lib/localDay.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { type PackageRow, readStored, refuseForeignId } from '../packages/packageRow.ts'
import { readStages } from '../packages/readStages.ts'
import { PACING_EVERY_MS } from './checkPacing.ts'
import type { Gap } from './gapReasons.ts'
import { listAlerts } from './listAlerts.ts'
import { readChanges } from './readChanges.ts'
import { readDeliveredDays } from './readDeliveredDays.ts'
import { type CheckRow, checkColumns, showCheck } from './readLastChecks.ts'
import { alongCurve } from './weekCurve.ts'

// One package against its plan: the last check, each day of its flight, and what the shares did.

type Shown = Answer<typeof endpoint>
const CHECKS = 200

export interface ShowContext {
  readonly now: number
  readonly timeZone: string
}

export function showPacing(sql: Sql, packageId: string, context: ShowContext): Promise<Shown> {
  refuseForeignId(packageId)
  return readSnapshot(sql, async (tx) => {
    const [known] = await tx`select from merchant_packages where package_id = ${packageId}`
    if (known === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const row = await readStored(tx, packageId)
    const [checks, allocations, changes, alerts, names, [state]] = await Promise.all([
      readChecks(tx, packageId),
      readShares(tx, packageId),
      readChanges(tx, packageId),
      listAlerts(tx, { packageId }),
      readNames(tx),
      tx<
        { askedAt: Date | null; problem: string | null }[]
      >`select asked_at as "askedAt", problem from allocation_state`,
    ])
    const [last] = checks
    const isChecked = ['booked', 'live', 'paused'].includes(row.status)
    return {
      data: {
        ...{ package_id: packageId, allocation_mode: row.allocation_mode, most_share: row.most_share },
        check: last === undefined ? null : showCheck(last),
        next_check_at: isChecked ? nextCheck(context.now) : null,
        ...(await daysOf(tx, row, last, context)),
        gaps: (last?.gaps ?? []).map((gap) => showGap(gap, names)),
        ...{ allocations, changes, alerts },
        checks: checks.map(({ gaps: _gaps, hours: _hours, ...check }) => showCheck(check)),
      },
      meta: {
        time_zone: context.timeZone,
        ranker_asked_at: state!.askedAt?.toISOString() ?? null,
        plan_problem: state!.problem,
      },
    }
  })
}

interface StoredCheck extends CheckRow {
  readonly gaps: readonly Gap[]
  readonly inputs: Record<string, unknown>
  /** Of the newest check only. */
  readonly hours: readonly number[] | null
}

function readChecks(tx: Tx, packageId: string): Promise<StoredCheck[]> {
  return tx<StoredCheck[]>`
    select ${checkColumns(tx)}, gaps, inputs, hours from pacing_checks left join pacing_curves using (curve_id)
    where package_id = ${packageId} order by checked_at desc limit ${CHECKS}`
}

function nextCheck(now: number): string {
  return new Date((Math.floor(now / PACING_EVERY_MS) + 1) * PACING_EVERY_MS).toISOString()
}

async function readNames(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx<{ id: string; name: string }[]>`
    select placement_id as id, placement_name as name from placement_dim`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function showGap({ placement_id, planned, delivered, parts }: Gap, names: ReadonlyMap<string, string>) {
  return {
    ...{
      placement_id,
      placement_name: names.get(placement_id) ?? '',
      planned_units: planned,
      delivered_units: delivered,
    },
    parts: parts.map(({ reason, units }) => ({ reason, units })),
  }
}

type Allocation = Shown['data']['allocations'][number]

async function readShares(tx: Tx, packageId: string): Promise<Allocation[]> {
  const rows = await tx<(Omit<Allocation, 'held_until'> & { held_until: Date | null })[]>`
    select placement_id, placement_name, target_share, max_share, advised_share, even_share, held_until
    from slot_allocations join placement_dim using (placement_id)
    where package_id = ${packageId} order by target_share desc, placement_name`
  return rows.map(({ held_until, ...row }) => ({ ...row, held_until: held_until?.toISOString() ?? null }))
}

/**
 * Days so far with what was delivered and planned until their end, and the plan of the days that are left. What was planned is
 * taken from the last check of each day; before the first check it is planned with today's curve.
 */
async function daysOf(tx: Tx, row: PackageRow, last: StoredCheck | undefined, { now, timeZone }: ShowContext) {
  const dayOf = (at: number) => localNow(at, timeZone).day
  const [first, final] = [dayOf(row.start_date.getTime()), dayOf(row.end_date.getTime() - 1)]
  const today = dayOf(now)
  const [delivered, planned, stages] = await Promise.all([
    readDeliveredDays(tx, row, timeZone),
    readPlannedDays(tx, row.package_id, timeZone),
    readStages(tx, [row.package_id]),
  ])
  const plan = { traffic: alongCurve(last?.hours ?? [], timeZone), mode: row.delivery_mode }
  const history = stages.get(row.package_id) ?? []
  const since = last === undefined ? undefined : { at: last.checked_at.getTime(), units: last.planned_units }
  const endOf = (day: string) => startOfDay(addDays(day, 1), timeZone).getTime()
  const days: Shown['data']['days'] = []
  const ahead: Shown['data']['ahead'] = []
  let sum = 0
  for (let day = first; day <= final; day = addDays(day, 1)) {
    if (day <= today) {
      sum += delivered.get(day) ?? 0
      const known = planned.get(day) ?? plannedUnits(history, Math.min(now, endOf(day)), plan)
      days.push({ day, delivered_units: sum, planned_units: row.goal_units === null ? null : known })
    }
    if (day >= today && row.goal_units !== null)
      ahead.push({ day, planned_units: plannedUnits(history, endOf(day), plan, since) })
  }
  return { days, ahead }
}

/** Planned units by the last check of each day. */
async function readPlannedDays(tx: Tx, packageId: string, timeZone: string): Promise<Map<string, number>> {
  const rows = await tx<{ day: string; units: number }[]>`
    select distinct on (1) (checked_at at time zone ${timeZone})::date::text as day, planned_units as units
    from pacing_checks where package_id = ${packageId} order by 1, checked_at desc`
  return new Map(rows.map(({ day, units }) => [day, units]))
}
