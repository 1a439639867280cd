import { addDays, type Days, daysBetween } from '../lib/clock.ts'
import type { KnownPlacement } from './checkDeal.ts'
import { type CommissionRate, commissionRate } from './displacedCommission.ts'
import { type Forecast, forecast, type History, type Range } from './forecast.ts'
import { lastDays, type PlacementHistory } from './readHistory.ts'

/** A placement in the days of a deal, before packages are subtracted. */
export interface PlacementForecast {
  readonly placement: KnownPlacement
  readonly capacity: Range
  readonly days: Forecast['days']
  readonly basis: Forecast['basis']
  readonly renders: Range
  readonly rendersEstimated: boolean
  readonly history: PlacementHistory
  /** Over 30 days: impressions, and commission in ten-thousandths; null if no day's sales are final. */
  readonly monthlyImpressions: number
  readonly monthlyCommission: number | null
  /** Actual impressions of the last 30 days. */
  readonly monthImpressions: number
  readonly commission: CommissionRate
}

interface ForecastInput {
  readonly placement: KnownPlacement
  readonly history: PlacementHistory
  /** Slots of the placement; 0 if unknown. */
  readonly slots: number
  readonly commissionOn: (day: string) => number
  readonly deal: Days
  /** Last day whose sales are final. */
  readonly closedTo: string
}

/** If fewer days are final, recent days are averaged too: those figures can still grow a little. */
const MIN_CLOSED_DAYS = 7
const MONTH = 30

export function forecastPlacement(input: ForecastInput): PlacementForecast {
  const { placement, history, deal } = input
  const { total: capacity, days, basis } = forecast(history.impressions, deal)
  const month = lastDays(history.impressions, MONTH)
  const monthImpressions = month.counts.reduce((sum, n) => sum + n, 0)
  const commissionDays = closedDays(history.impressions, input)
  return {
    ...{ placement, capacity, days, basis, history, monthImpressions },
    ...rendersOf(input, capacity),
    monthlyImpressions: perMonth(monthImpressions, month.counts.length),
    monthlyCommission:
      commissionDays.length === 0
        ? null
        : perMonth(
            commissionDays.reduce((sum, day) => sum + day.commission, 0),
            commissionDays.length,
          ),
    commission: commissionRate(commissionDays, daysBetween(deal.start, deal.end) + 1),
  }
}

/** If nobody reports renders, they are at least impressions ÷ slots. */
function rendersOf({ history, slots, deal }: ForecastInput, capacity: Range) {
  if (history.renders.counts.length > 0)
    return { renders: forecast(history.renders, deal).total, rendersEstimated: false }
  const least = (impressions: number) => Math.floor(impressions / Math.max(1, slots))
  return {
    renders: { low: least(capacity.low), mid: least(capacity.mid), high: least(capacity.high) },
    rendersEstimated: true,
  }
}

/** The last 30 days whose sales are final; with later ones if there are few; none if none is final. */
function closedDays(history: History, { commissionOn, closedTo }: ForecastInput) {
  const days = history.counts.map((impressions, i) => {
    const day = addDays(history.start, i)
    return { day, impressions, commission: commissionOn(day) }
  })
  const closed = days.filter(({ day }) => day <= closedTo)
  if (closed.length === 0) return []
  return (closed.length >= MIN_CLOSED_DAYS ? closed : days).slice(-MONTH)
}

function perMonth(sum: number, days: number): number {
  return days === 0 ? 0 : (sum / days) * MONTH
}
