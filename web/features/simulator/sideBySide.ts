import type { Simulation } from '../../lib/endpoints.ts'

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
    ['Verdict', data.delivery_feasibility],
    ['Days', dateRange(deal.start_date, deal.end_date)],
    ['Merchant', deal.merchant_name ?? 'A new merchant'],
    ['Requested impressions', count(data.goal)],
    ['Delivered impressions', count(data.delivered)],
    ['Price of the delivered impressions', money(data.delivered_price)],
    ['Commission they displace', money(data.displaced_commission?.mid ?? null)],
    ['Price per 1,000', rate(data.cpm)],
    ['Break-even price per 1,000', rate(data.break_even_cpm)],
    ['Largest safe deal', count(safe.impressions)],
    ['Its break-even price', money(safe.break_even_price)],
    ['Risk score', String(data.risk_score)],
  ] as const
}
