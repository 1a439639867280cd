import type { Planned, Stage } from '@bx/contracts/packages/plan'
import type { PackageType } from '@bx/contracts/packages/values'
import { plainArray, type Tx } from '../../db/client.ts'
import { DAY } from '../../lib/clock.ts'
import { type PackageRow, packageColumns, packageOf, type StoredPackage } from '../packages/packageRow.ts'
import { type Delivery, readDelivery, unitsOf } from '../packages/readDelivery.ts'
import { readStages } from '../packages/readStages.ts'

// The packages that pacing looks at, with what they delivered and the shares they have.

export interface PacedSlot {
  readonly placementId: string
  readonly targetShare: number
  readonly advisedShare: number
  readonly evenShare: number | null
  readonly heldUntil: number | null
  /** Counted units there, all of them and of the last three days. */
  readonly units: number
  readonly impressions: number
  readonly recentImpressions: number
  /** Its share at an instant of the last three days. */
  readonly shareAt: (at: number) => number
}

export interface PacedPackage {
  readonly row: PackageRow
  readonly stages: readonly Stage[]
  readonly delivery: Delivery
  readonly delivered: number
  /** Counted units of the last whole hours. */
  readonly recentUnits: number
  readonly today: number
  readonly slots: readonly PacedSlot[]
  readonly before: (Planned & { readonly status: string }) | null
  readonly type: PackageType
}

/** Hours that say what a package gets now. */
export const RECENT_HOURS = 72
/** An ended package is checked for this long: late events and corrections are common then. */
const AFTER_END = 7 * DAY

export interface PacedInput {
  readonly now: number
  readonly todayStart: number
  /** All packages if omitted. */
  readonly only?: string | undefined
  readonly placementIds: readonly string[]
}

export async function readPaced(tx: Tx, input: PacedInput): Promise<PacedPackage[]> {
  const { now, placementIds } = input
  const rows = await tx<StoredPackage[]>`
    select ${packageColumns(tx)} from merchant_packages p
    where status in ('booked', 'live', 'paused') or status = 'ended' and end_date > ${new Date(now - AFTER_END)}
    order by package_id`
  const ids = rows.map(({ package_id }) => package_id)
  if (ids.length === 0) return []
  const packages = rows.map(packageOf)
  const [delivery, stages, before, shown, clicked, shares, sharesAt] = await Promise.all([
    readDelivery(tx, packages),
    readStages(tx, ids),
    readChecks(tx, ids),
    readShown(tx, ids, { ...input, firstStart: Math.min(...rows.map(({ start_date }) => start_date.getTime())) }),
    readClicked(tx, ids, input),
    readShares(tx, ids),
    readShareSteps(tx, ids, now),
  ])
  return packages.map((row) => {
    const id = row.package_id
    const places = row.placements.length === 0 ? placementIds : row.placements.map((one) => one.placement_id)
    const impressions = shown.get(id) ?? []
    const counts: readonly Counts[] =
      row.package_type === 'CPC'
        ? (clicked.get(id) ?? [])
        : row.billing_basis === 'viewable'
          ? impressions.map((one) => ({ ...one, ...one.viewable }))
          : impressions
    const sum = (pick: (one: Counts) => number) => counts.reduce((total, one) => total + pick(one), 0)
    return {
      ...{ row, type: row.package_type, stages: stages.get(id) ?? [], delivery: delivery(id) },
      delivered: unitsOf(delivery(id), row.billing_basis),
      recentUnits: sum((one) => one.recent),
      today: sum((one) => one.today),
      before: before.get(id) ?? null,
      slots: places.map((placementId) => {
        const share = shares.get(`${id} ${placementId}`)
        const there = impressions.find((one) => one.placementId === placementId)
        return {
          placementId,
          ...{ targetShare: share?.target ?? 0, advisedShare: share?.advised ?? 0, evenShare: share?.even ?? null },
          heldUntil: share?.heldUntil?.getTime() ?? null,
          units: counts.find((one) => one.placementId === placementId)?.all ?? 0,
          ...{ impressions: there?.all ?? 0, recentImpressions: there?.recent ?? 0 },
          shareAt: sharesAt(id, placementId, share?.target ?? 0),
        }
      }),
    }
  })
}

/** Units of one package in one placement: all of them, of the last 72 hours, and of today. */
interface Counts {
  readonly id: string
  readonly placementId: string
  readonly all: number
  readonly recent: number
  readonly today: number
}

interface Shown extends Counts {
  /** The viewable ones of each. */
  readonly viewable: Pick<Counts, 'all' | 'recent' | 'today'>
}

/** Counted net impressions by placement: whole days from their rollup, the last hours from that of hours. */
async function readShown(
  tx: Tx,
  ids: readonly string[],
  { now, todayStart, firstStart }: PacedInput & { readonly firstStart: number },
) {
  const [since, today] = [recentSince(now), new Date(todayStart)]
  const rows = await tx<Shown[]>`
    select package_id as id, placement_id as "placementId", sum(impressions)::bigint as all, sum(recent)::bigint as recent,
      sum(today)::bigint as today, json_build_object('all', sum(viewable), 'recent', sum(recent_viewable),
        'today', sum(today_viewable)) as viewable
    from (
      select package_id, placement_id, impressions, viewable, 0 as recent, 0 as today, 0 as recent_viewable, 0 as today_viewable
      from package_placement_daily
      where day >= (${new Date(firstStart)}::timestamptz - interval '1 day')::date and not flagged
        and package_id = any(${plainArray(ids)}::uuid[])
      union all
      select package_id, placement_id, 0, 0, impressions, case when hour >= ${today} then impressions else 0 end, viewable,
        case when hour >= ${today} then viewable else 0 end
      from package_hourly
      where day >= (${since}::timestamptz - interval '1 day')::date and hour >= ${since} and verdict = 'counted' and not flagged
        and package_id = any(${plainArray(ids)}::uuid[])
    ) counted
    group by 1, 2`
  return Map.groupBy(rows, ({ id }) => id)
}

/** Clicks that count, by placement. */
async function readClicked(tx: Tx, ids: readonly string[], { now, todayStart }: PacedInput) {
  const rows = await tx<Counts[]>`
    select package_id as id, placement_id as "placementId", count(*) as all,
      count(*) filter (where clicked_at >= ${recentSince(now)}) as recent,
      count(*) filter (where clicked_at >= ${new Date(todayStart)}) as today
    from click_ledger where package_id = any(${plainArray(ids)}::uuid[]) and not flagged and repeats is null group by 1, 2`
  return Map.groupBy(rows, ({ id }) => id)
}

function recentSince(now: number): Date {
  return new Date(now - RECENT_HOURS * 3_600_000)
}

async function readChecks(tx: Tx, ids: readonly string[]) {
  const rows = await tx<{ id: string; at: Date; units: number; status: string }[]>`
    select id, checked_at as at, planned_units as units, status
    from unnest(${plainArray(ids)}::uuid[]) id, lateral (
      select checked_at, planned_units, status from pacing_checks c where c.package_id = id order by checked_at desc limit 1) last`
  return new Map(rows.map(({ id, at, ...row }) => [id, { at: at.getTime(), ...row }]))
}

async function readShares(tx: Tx, ids: readonly string[]) {
  const rows = await tx<
    { id: string; placementId: string; target: number; advised: number; even: number; heldUntil: Date | null }[]
  >`
    select package_id as id, placement_id as "placementId", target_share as target, advised_share as advised,
      even_share as even, held_until as "heldUntil"
    from slot_allocations where package_id = any(${plainArray(ids)}::uuid[])`
  return new Map(rows.map((row) => [`${row.id} ${row.placementId}`, row]))
}

/** The shares of the last three days, from the changes. */
async function readShareSteps(tx: Tx, ids: readonly string[], now: number) {
  const rows = await tx<{ id: string; placementId: string; at: Date; before: number; after: number }[]>`
    select package_id as id, placement_id as "placementId", changed_at as at, share_before as before, share_after as after
    from allocation_changes where package_id = any(${plainArray(ids)}::uuid[]) and changed_at > ${recentSince(now)}
    order by change_no`
  const changes = Map.groupBy(rows, ({ id, placementId }) => `${id} ${placementId}`)
  return (id: string, placementId: string, present: number) => {
    const own = changes.get(`${id} ${placementId}`) ?? []
    const first = own[0]?.before ?? present
    return (at: number) => own.findLast((change) => change.at.getTime() <= at)?.after ?? first
  }
}
