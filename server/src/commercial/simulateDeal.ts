import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import type { Sql, Tx } from '../db/client.ts'
import { ALL_MERCHANTS } from '../facts/sumIds.ts'
import { readWatermark } from '../facts/watermark.ts'
import { addDays, type Days } from '../lib/clock.ts'
import { localNow } from '../lib/localDay.ts'
import { findMerchant } from '../query/findMerchant.ts'
import { readOutcomes } from '../query/outcomes.ts'
import { rangeMeta } from '../query/period.ts'
import { readSampling } from '../query/sampling.ts'
import { readMaxSlots } from '../query/slots.ts'
import { readSnapshot } from '../query/snapshot.ts'
import { readWindows } from '../settings/attributionWindows.ts'
import type { Organisation } from '../settings/organisation.ts'
import { answerDeal } from './answerDeal.ts'
import { checkDeal, type DealInput, eligibleOf, type KnownPlacement } from './checkDeal.ts'
import { forecastPlacement } from './forecastPlacement.ts'
import { indexOutcomes } from './indexOutcomes.ts'
import { readHistory } from './readHistory.ts'
import { readSoldPackages } from './readSold.ts'
import { spreadSold } from './spreadSold.ts'

// Whether a deal can be delivered, and what it costs: the forecast of each placement in the days of the deal, minus
// what is sold there, compared with the goal. Reads daily rollups and packages; changes nothing.

/** Eight of each weekday. */
const HISTORY_DAYS = 56
/** The seed's monthly figures are averages over this many days. */
const MONTH_DAYS = 30

export interface SimulationContext {
  readonly now: number
  readonly organisation: Pick<Organisation, 'timeZone' | 'currency'>
}

export async function simulateDeal(
  sql: Sql,
  input: DealInput,
  { now, organisation }: SimulationContext,
): Promise<Answer<typeof simulate>> {
  const { timeZone, currency } = organisation
  checkDeal(input, localNow(now, timeZone).day, currency)
  const found = input.merchant_id == null ? null : await findMerchant(sql, input.merchant_id)
  const merchant = found && { id: found.merchant_id, name: found.merchant_name }
  const deal: Days = { start: input.start_date, end: input.end_date }
  return readSnapshot(sql, async (tx) => {
    const watermark = await readWatermark(tx)
    // Only complete days that are counted.
    const end = addDays(localNow(Math.min(now, watermark.completeTo.getTime()), timeZone).day, -1)
    const history: Days = { start: addDays(end, 1 - HISTORY_DAYS), end }
    const month: Days = { start: addDays(end, 1 - MONTH_DAYS), end }
    const read = await readAll(tx, { history, deal, timeZone, now })
    const eligible = eligibleOf(input.placement_ids, read.placements)
    const closedTo = addDays(end, -read.windows.conversionDays)
    const forecasts = read.placements.map((placement) =>
      forecastPlacement({
        placement,
        history: read.historyOf(placement.placementId),
        slots: read.slotsOn(placement.placementId, end),
        commissionOn: read.outcomes.commissionOf(placement.placementId),
        ...{ deal, closedTo },
      }),
    )
    const sizes = forecasts.map(({ placement, capacity, monthImpressions }) => ({
      ...{ placementId: placement.placementId, capacity: capacity.mid, impressions: monthImpressions },
    }))
    const sold = spreadSold(read.packages, sizes, read.outcomes.since(month.start), merchant?.id ?? null)
    return answerDeal({
      ...{ input, merchant, forecasts, eligible, sold, history },
      meta: {
        ...rangeMeta(
          {
            ...history,
            timeZone,
            gross: false,
            today: addDays(end, 1),
            knowsVisitors: true,
            unfinishedDay: null,
            before: null,
            notCompared: null,
          },
          watermark,
          read.sampling,
        ),
        currency,
      },
    })
  })
}

interface Spans {
  readonly history: Days
  readonly deal: Days
  readonly timeZone: string
  readonly now: number
}

async function readAll(tx: Tx, { history, deal, timeZone, now }: Spans) {
  const [placements, historyOf, slotsOn, outcomes, windows, packages, sampling] = await Promise.all([
    tx<KnownPlacement[]>`
      select placement_id as "placementId", placement_key as key, placement_name as name, tier
      from placement_dim order by created_at, placement_key`,
    readHistory(tx, history),
    readMaxSlots(tx),
    readOutcomes(tx, ALL_MERCHANTS, 'decisive_touch', history),
    readWindows(tx),
    readSoldPackages(tx, { days: deal, timeZone, now }),
    readSampling(tx, { ...history, gross: false }),
  ])
  return { placements, historyOf, slotsOn, windows, packages, sampling, outcomes: indexOutcomes(outcomes) }
}
