import type { Simulation } from '../../lib/endpoints.ts'
import { texts } from './strings.ts'

interface Formats {
  readonly count: (value: number) => string
  readonly dateRange: (start: string, end: string) => string
  readonly rateMoney: (value: string | null, currency: string) => string
  readonly sumMoney: (value: string | null, currency: string) => string
}

type Row = readonly [label: string, here: string, there: string | null]

/** The figures of two deals in the same order; the second is null until its answer arrives. */
export function sideBySide(formats: Formats, here: Simulation, there: Simulation | undefined): Row[] {
  const [first, second] = [figuresOf(formats, here), there && figuresOf(formats, there)]
  return first.map(([label, value], i) => [label, value, second?.[i]?.[1] ?? null])
}

function figuresOf({ count, dateRange, rateMoney, sumMoney }: Formats, { data, meta }: Simulation) {
  const { deal, safe_deal: safe } = data
  const money = (value: string | null) => sumMoney(value, meta.currency)
  const rate = (value: string | null) => rateMoney(value, meta.currency)
  return [
    [texts.verdict, data.delivery_feasibility],
    [texts.days, dateRange(deal.start_date, deal.end_date)],
    [texts.merchant, deal.merchant_name ?? texts.aNewMerchant],
    [texts.requestedImpressions, count(data.goal)],
    [texts.deliveredImpressions, count(data.delivered)],
    [texts.priceOfTheDeliveredImpressions, money(data.delivered_price)],
    [texts.commissionTheyDisplace, money(data.displaced_commission?.mid ?? null)],
    [texts.pricePer1000, rate(data.cpm)],
    [texts.breakEvenPricePer1, rate(data.break_even_cpm)],
    [texts.largestSafeDeal, count(safe.impressions)],
    [texts.itsBreakEvenPrice, money(safe.break_even_price)],
    [texts.riskScore, String(data.risk_score)],
  ] as const
}
