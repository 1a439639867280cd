import { type FinalityMeta, MAX_RESTATED } from '@bx/contracts/endpoints/finality'
import type { Model } from '@bx/contracts/metrics/creditModels'
import { type Finality, finalityOf, finalityOfAll } from '@bx/contracts/metrics/finality'
import { percent } from '@bx/contracts/metrics/metric'
import { moneyText } from '@bx/contracts/money'
import type { Tx } from '../db/client.ts'
import { openFromOf, type ReportingLag, readReportingLag } from '../facts/reportingLag.ts'
import { addDays, type Days } from '../lib/clock.ts'
import { sumOf } from '../lib/sum.ts'
import type { VersionedWindows } from '../settings/attributionWindows.ts'
import { conversionsOf } from './outcomes.ts'

// Which figures of a range can still change, and which changed after they were final.

/** Which sales: by the day of the exposure that a model credits, or by their own day, if they passed a placement. */
export type FiguresOf = { readonly merchantId: string } & (
  | { readonly model: Model }
  | { readonly passedPlacement: string }
)

export interface FinalityRead {
  readonly lag: ReportingLag
  /** Last day recorded as final; null: none. It stays final when the usual lag grows. */
  readonly lastFinal: string | null
  readonly sales: readonly SalesDay[]
  readonly restated: readonly Restated[]
}

interface SalesDay {
  readonly day: string
  /** Tracked sales and how many of them are pending, in the same unit. */
  readonly tracked: number
  readonly pending: number
}

interface Restated {
  readonly basis: string
  readonly day: string
  readonly at: Date
  readonly before: number
  readonly after: number
  readonly moneyBefore: number
  readonly moneyAfter: number
  /** Of all rows, not only the listed ones. */
  readonly total: number
}

export async function readFinality(tx: Tx, figures: FiguresOf, days: Days): Promise<FinalityRead> {
  const isByModel = 'model' in figures
  const bases = isByModel ? [creditedBy(figures.model), 'click'] : ['sale']
  const [lag, [final], sales, restated] = await Promise.all([
    readReportingLag(tx),
    tx<{ day: string | null }[]>`
      select max(day) as day from final_days
      where basis = ${isByModel ? 'exposure' : 'sale'} and final_at is not null`,
    isByModel ? readByModel(tx, figures, days) : readBySale(tx, figures, days),
    tx<Restated[]>`
      select basis, day, restated_at as at, counted_before as before, counted_after as after,
        commission_before as "moneyBefore", commission_after as "moneyAfter", count(*) over () as total
      from restated_days where merchant_id = ${figures.merchantId} and basis = any(${`{${bases}}`}::text[])
        and day between ${days.start} and ${days.end}
      order by day desc, basis limit ${MAX_RESTATED}`,
  ])
  return { lag, lastFinal: final?.day ?? null, sales, restated }
}

/** Any touch has no rows by the day of one credited exposure: its days are as final as those of the decisive touch. */
function creditedBy(model: Model): Model {
  return model === 'any_touch' ? 'decisive_touch' : model
}

export interface FinalityAsked extends Days {
  readonly today: string
  readonly basis: 'exposure' | 'sale'
  readonly windows: VersionedWindows
  readonly currency: string
}

/** First open day of the range and the state of its days. */
export function finalityMetaOf(read: FinalityRead, asked: FinalityAsked) {
  const { start, end, today } = asked
  const byClock = openFromOf(asked.basis, today, asked.windows, read.lag)
  const afterFinal = read.lastFinal === null ? byClock : addDays(read.lastFinal, 1)
  const openFrom = afterFinal > byClock ? afterFinal : byClock
  const from = openFrom > start ? openFrom : start
  const lastDay = end < today ? end : today
  const sales = new Map(read.sales.map((row) => [row.day, row]))
  const restatedAt = Map.groupBy(read.restated, ({ day }) => day)
  const days: FinalityMeta['days'] = []
  for (let day = start; day <= lastDay; day = addDays(day, 1)) {
    const { tracked, pending } = sales.get(day) ?? { tracked: 0, pending: 0 }
    const times = (restatedAt.get(day) ?? []).map(({ at }) => at.toISOString()).sort()
    const state = finalityOf({ isOpen: day >= openFrom, pending })
    days.push({ day, state, pending_pct: shareOf(pending, tracked), restated_at: times.at(-1) ?? null })
  }
  const finality: FinalityMeta = {
    state: rangeState(days, end >= openFrom),
    pending_pct: shareOf(
      sumOf(read.sales, (row) => row.pending),
      sumOf(read.sales, (row) => row.tracked),
    ),
    reporting_lag: read.lag,
    days,
    restated: read.restated.map((row) => restatedOf(row, asked.currency)),
    restated_total: read.restated[0]?.total ?? 0,
  }
  return { open_from: from <= end ? from : null, finality }
}

/** Future days are open. */
function rangeState(days: FinalityMeta['days'], isOpen: boolean): Finality {
  return isOpen ? 'open' : finalityOfAll(days.map(({ state }) => state))
}

function shareOf(pending: number, tracked: number): number | null {
  return percent(tracked > 0 ? pending / tracked : null, 1)
}

function restatedOf({ basis, day, at, before, after, moneyBefore, moneyAfter }: Restated, currency: string) {
  const text = (tenThousandths: number) => moneyText(BigInt(tenThousandths), currency)
  const restated_at = at.toISOString()
  if (basis === 'click')
    return { day, figure: 'clicks' as const, restated_at, before, after, revenue_before: null, revenue_after: null }
  const salesOf = basis === 'sale' ? (sales: number) => sales : conversionsOf
  return {
    ...{ day, figure: 'sales' as const, restated_at, before: salesOf(before), after: salesOf(after) },
    ...{ revenue_before: text(moneyBefore), revenue_after: text(moneyAfter) },
  }
}

function readByModel(
  tx: Tx,
  { merchantId, model }: { readonly merchantId: string; readonly model: Model },
  days: Days,
): Promise<SalesDay[]> {
  return tx<SalesDay[]>`
    select day, sum(pending + confirmed)::bigint as tracked, sum(pending)::bigint as pending from outcome_daily
    where merchant_id = ${merchantId} and model = ${creditedBy(model)} and day between ${days.start} and ${days.end} group by day`
}

function readBySale(
  tx: Tx,
  { merchantId, passedPlacement }: { readonly merchantId: string; readonly passedPlacement: string },
  days: Days,
): Promise<SalesDay[]> {
  return tx<SalesDay[]>`
    select day, conversions as tracked, pending from path_sale_daily
    where merchant_id = ${merchantId} and through_id = ${passedPlacement} and day between ${days.start} and ${days.end}`
}
