import type { Tx } from '../../db/client.ts'
import { ALL_MERCHANTS } from '../../facts/sumIds.ts'
import { addDays, type Days } from '../../lib/clock.ts'
import { startOfDay } from '../../lib/localDay.ts'
import { readOutcomes } from '../../query/outcomes.ts'
import { readRenderDays } from '../../query/renders.ts'
import { readMaxSlots } from '../../query/slots.ts'
import { indexOutcomes } from '../indexOutcomes.ts'
import { type PlacementHistory, readHistory } from '../readHistory.ts'
import { type PlacementSupply, placementSupply } from './placementSupply.ts'
import { type WeekCurve, weekCurve } from './weekCurve.ts'

// What is known about the traffic of each placement: whole days of the last eight weeks, and today so far.

export interface KnownSupply extends PlacementSupply {
  readonly placementId: string
  /** Net impressions by hour of the week in the history, and its days. */
  readonly hours: readonly (readonly [hourOfWeek: number, impressions: number])[]
  readonly days: number
  readonly curve: WeekCurve
  /** Commission of an impression, ten-thousandths. */
  readonly cost: number
  /** Clicks and conversions of an impression in the last 30 days. */
  readonly ctr: number
  readonly conversionRate: number
}

/** Eight of each weekday. */
export const HISTORY_DAYS = 56
const MONTH_DAYS = 30

export interface SuppliesInput {
  /** Last whole day that is counted. */
  readonly lastDay: string
  readonly timeZone: string
  /** Last day that is planned. */
  readonly until: string
}

export async function readSupplies(tx: Tx, { lastDay, timeZone, until }: SuppliesInput): Promise<KnownSupply[]> {
  const history: Days = { start: addDays(lastDay, 1 - HISTORY_DAYS), end: lastDay }
  const [placements, historyOf, hours, filled, slotsOn, outcomes] = await Promise.all([
    tx<{ id: string }[]>`select placement_id as id from placement_dim order by placement_id`,
    readHistory(tx, history),
    readHours(tx, history, timeZone),
    readRenderDays(tx, [history]),
    readMaxSlots(tx),
    readOutcomes(tx, ALL_MERCHANTS, 'decisive_touch', history),
  ])
  const known = indexOutcomes(outcomes)
  const month = addDays(lastDay, 1 - MONTH_DAYS)
  const achieved = known.since(month)
  const starts = new Map<string, number>()
  const startOf = (day: string) => {
    const start = starts.get(day) ?? startOfDay(day, timeZone).getTime()
    starts.set(day, start)
    return start
  }
  return placements.map(({ id }) => {
    const counted = historyOf(id)
    const days = counted.impressions.counts.length
    const ofPlacement = hours.get(id) ?? []
    const curve = weekCurve(ofPlacement, days)
    const supply = placementSupply({
      ...{ impressions: counted.impressions, renders: counted.renders, slots: slotsOn(id, lastDay), curve, timeZone },
      slotsFilled: filled.reduce((sum, row) => (row.placementId === id ? sum + row.filled : sum), 0),
      ahead: { start: addDays(lastDay, 1), end: until },
      startOf,
    })
    return {
      ...supply,
      placementId: id,
      hours: ofPlacement,
      days,
      curve,
      ...ratesOf(counted, month, known.commissionOf(id), achieved.get(id)),
    }
  })
}

/** By an impression of the last 30 days. */
function ratesOf(
  { impressions }: PlacementHistory,
  month: string,
  commissionOn: (day: string) => number,
  achieved: { readonly clicks: number; readonly conversions: number } | undefined,
) {
  let [shown, commission] = [0, 0]
  impressions.counts.forEach((n, i) => {
    const day = addDays(impressions.start, i)
    if (day < month) return
    shown += n
    commission += commissionOn(day)
  })
  const each = (n: number) => (shown === 0 ? 0 : n / shown)
  return { cost: each(commission), ctr: each(achieved?.clicks ?? 0), conversionRate: each(achieved?.conversions ?? 0) }
}

async function readHours(tx: Tx, { start, end }: Days, timeZone: string) {
  const rows = await tx<{ id: string; hour: number; impressions: number }[]>`
    select placement_id as id, ((extract(isodow from local) - 1) * 24 + extract(hour from local))::int as hour,
      sum(impressions)::bigint as impressions
    from placement_hourly, lateral (select hour at time zone ${timeZone} as local) l
    where day between ${start} and ${end} and not flagged group by 1, 2`
  const byPlacement = Map.groupBy(rows, ({ id }) => id)
  return new Map(
    [...byPlacement].map(([id, hours]) => [id, hours.map(({ hour, impressions }) => [hour, impressions] as const)]),
  )
}
