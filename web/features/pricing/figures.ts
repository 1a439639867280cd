import { decimalsOf } from '@bx/contracts/currencies'
import { availableMetric, capacityMetric } from '@bx/contracts/metrics/allocation'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import type { Metric } from '@bx/contracts/metrics/metric'
import * as metrics from '@bx/contracts/metrics/quote'
import { displacedMetric } from '@bx/contracts/metrics/revenueAtRisk'
import type { PricedQuote } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, percentage, rateMoney, sumMoney } from '../../lib/formats.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { OBJECTIVE_WORDS, texts } from './strings.ts'

// Explains each figure of a quote: definition, division, and whether it was measured or assumed.

type Estimate = PricedQuote['ctr_pct']
type Money = string | null
type Range = { readonly low: string; readonly mid: string; readonly high: string } | null

/** Units that the quote guarantees; null: none. */
export function unitsOf(quote: PricedQuote): number | null {
  if (quote.package_type === 'CPI') return quote.guaranteed_impressions
  return quote.package_type === 'CPC' ? quote.guaranteed_clicks : null
}

/** "from your history", or "assumed". */
export function basisWords({ basis }: Pick<Estimate, 'basis'>): string {
  return basis === 'history' ? texts.measured : texts.assumed
}

/** A rate in percent; CTR has two decimals. */
export function rate({ mid }: Pick<Estimate, 'mid'>, places = 2): string {
  return percentage(mid, places)
}

/** A price of one unit: with the decimals of its currency, and more only if it has them. */
export function unitMoney(sent: string | null, currency: string): string {
  if (sent === null) return NO_VALUE
  const hasMore = (sent.split('.')[1]?.length ?? 0) > decimalsOf(currency)
  return hasMore ? rateMoney(sent, currency) : sumMoney(sent, currency)
}

export function rangeText(range: Range, currency: string): string {
  return range === null ? NO_VALUE : `${sumMoney(range.low, currency)} – ${sumMoney(range.high, currency)}`
}

export function explanationsOf(quote: PricedQuote) {
  const { currency, deal } = quote
  const explained = (
    metric: Metric,
    value: string,
    more: Pick<Explanation, 'division'> & Partial<Pick<Explanation, 'facts'>> = {},
  ) => explanation(quote, metric, value, more)
  const money = (sent: Money) => sumMoney(sent, currency)
  const estimate = (metric: Metric, of: Estimate, format: (n: number) => string) =>
    explained(metric, format(of.mid), {
      facts: [
        [texts.range, texts.between(format(of.low), format(of.high))],
        [texts.note, of.note],
      ],
    })
  return {
    units: explained(metrics.quotedUnitsMetric, count(unitsOf(quote)), { division: unitsDivision(quote) }),
    unitPrice: explained(metrics.blendedCpmMetric, unitMoney(quote.unit_price, currency)),
    price: explained(metrics.quotePriceMetric, money(quote.price)),
    reach: quote.package_type === 'CPI' ? estimate(metrics.reachEstimateMetric, quote.reach, count) : null,
    ctr: estimate(ctrMetric, quote.ctr_pct, (n) => percentage(n, 2)),
    cvr: estimate(cvrPerClickMetric, quote.click_cvr_pct, (n) => percentage(n, 1)),
    capacity: explained(capacityMetric, count(deal?.capacity.mid ?? null)),
    available: explained(availableMetric, count(deal?.available ?? null)),
    safe: explained(metrics.safeQuoteMetric, count(deal?.safe_impressions ?? null)),
    breakEven: explained(metrics.breakEvenMetric, rateMoney(deal?.break_even_cpm ?? null, currency)),
    total: explained(metrics.totalCommissionMetric, money(deal?.total_commission ?? null)),
    displaced: explained(displacedMetric, money(deal?.displaced_commission?.mid ?? null), {
      facts: [[texts.range, rangeText(deal?.displaced_commission ?? null, currency)]],
    }),
    left: explained(metrics.leftAfterMetric, money(deal?.left_after_displacement?.mid ?? null), {
      division: [
        { value: money(quote.price), label: texts.ofPrice },
        '−',
        { value: money(deal?.displaced_commission?.mid ?? null), label: texts.ofDisplaced },
        '=',
        { value: money(deal?.left_after_displacement?.mid ?? null), label: texts.left.toLowerCase() },
      ],
    }),
  }
}

function unitsDivision(quote: PricedQuote): NonNullable<Explanation['division']> {
  const perThousand = quote.package_type === 'CPI' ? ` ${texts.perThousandUnits}` : ''
  return [
    { value: sumMoney(quote.budget, quote.currency), label: texts.ofBudget },
    '÷',
    { value: unitMoney(quote.unit_price, quote.currency), label: `${texts.ofUnitPrice}${perThousand}` },
    '=',
    { value: count(unitsOf(quote)), label: texts.ofUnits },
  ]
}

function explanation(
  quote: PricedQuote,
  metric: Metric,
  value: string,
  { division, facts = [] }: Partial<Pick<Explanation, 'division' | 'facts'>>,
): Explanation {
  const { start_date: start, end_date: end, rates } = quote
  const version = texts.versionOf(String(rates.version))
  return {
    title: metric.label,
    scope: `${OBJECTIVE_WORDS[quote.merchant_objective].label}, ${quote.merchant_name ?? texts.aNewMerchant}`,
    value,
    ...(division === undefined ? {} : { division }),
    metric: metric.key,
    facts: [
      [texts.meaning, metric.formula],
      ...facts,
      [texts.version, rates.is_list ? version : `${version}, ${texts.ownRates}`],
      ...(start === null || end === null ? [] : [[texts.dates, dateRange(start, end)] as const]),
      [texts.source, metric.source],
    ],
  }
}
