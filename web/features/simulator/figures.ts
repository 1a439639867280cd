import {
  availableMetric,
  capacityMetric,
  feasibilityMetric,
  monthlyCapacityMetric,
} from '@bx/contracts/metrics/allocation'
import { displacedMetric, monthlyRevenueMetric, revenueAtRiskMetric } from '@bx/contracts/metrics/revenueAtRisk'
import { riskScoreMetric } from '@bx/contracts/metrics/riskScore'
import type { Simulation } from '../../lib/endpoints.ts'
import { count, dateRange, rateMoney, ratio, sumMoney } from '../../lib/formats.ts'
import { oncePer } from '../../lib/oncePer.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { type ExplainScope, explain } from '../../ui/explanations.ts'
import { texts } from './strings.ts'

// Explains each figure of a simulation, for one placement or for all eligible ones together.

type Row = Simulation['data']['rows'][number]
/** Common fields of rows and totals. */
export type Figures = Pick<
  Row,
  | ('capacity' | 'renders' | 'sold' | 'possible' | 'competing' | 'available' | 'available_30pct' | 'risk_score')
  | ('monthly_impression_capacity' | 'monthly_cpa_revenue' | 'revenue_at_risk_30pct' | 'displaced_commission')
  | 'paid_share'
>

export const explanationsOf = oncePer(explainAll)

function explainAll({ data, meta }: Simulation, figures: Figures, scope: string, units: number) {
  const about: ExplainScope = { meta, scope, counted: data.counted }
  const days = [texts.deal, dateRange(data.deal.start_date, data.deal.end_date)] as const
  const range = ({ low, high }: Row['capacity']) => texts.to(count(low), count(high))
  const money = (sent: string) => sumMoney(sent, meta.currency)
  return {
    capacity: explain(about, capacityMetric, { value: count(figures.capacity.mid) }, [
      days,
      [texts.interval80, range(figures.capacity)],
      [texts.renders, texts.expectedOf(count(figures.renders.mid), range(figures.renders))],
    ]),
    possible: explain(
      about,
      { ...availableMetric, label: texts.maximum, formula: texts.possible },
      {
        value: count(figures.possible),
        division: possibleSum(figures),
      },
    ),
    available: explain(
      about,
      availableMetric,
      {
        value: count(figures.available),
        division: [
          { value: count(figures.possible), label: texts.maximumInText },
          '−',
          { value: count(figures.competing), label: texts.alreadySoldInText },
          '=',
          { value: count(figures.available), label: texts.availableInText },
        ],
      },
      [days, [texts.within30Percent, count(figures.available_30pct)], [texts.assumed, ON_COURSE]],
    ),
    sold: explain(
      about,
      { ...availableMetric, key: 'available', label: texts.alreadySold, formula: texts.sold },
      {
        value: count(figures.sold),
      },
      [days, [texts.assumed, ON_COURSE]],
    ),
    risk: explain(about, riskScoreMetric, { value: String(figures.risk_score) }, [
      [texts.paid, texts.soldAndOfThisDeal(count(figures.sold + units), count(figures.sold), count(units))],
      [texts.weakPeriod, texts.impressionsRenders1In10(count(figures.capacity.low), count(figures.renders.low))],
      [texts.paidShare, texts.ofTheImpressionsExpected(ratio(figures.paid_share))],
    ]),
    verdict: explain(about, feasibilityMetric, { value: ratio(figures.paid_share) }, [
      days,
      [texts.paid, texts.soldAndOfThisDealOf(count(figures.sold), count(units))],
      [texts.expected, texts.impressionsRenders(count(figures.capacity.mid), count(figures.renders.mid))],
    ]),
    monthlyCapacity: explain(about, monthlyCapacityMetric, { value: count(figures.monthly_impression_capacity) }),
    monthlyRevenue: explain(about, monthlyRevenueMetric, {
      value: sumMoney(figures.monthly_cpa_revenue, meta.currency),
    }),
    atRisk30: explain(about, revenueAtRiskMetric, { value: sumMoney(figures.revenue_at_risk_30pct, meta.currency) }, [
      [texts.of, texts.aMonth(sumMoney(figures.monthly_cpa_revenue, meta.currency))],
    ]),
    displaced: explain(
      about,
      displacedMetric,
      { value: sumMoney(figures.displaced_commission?.mid ?? null, meta.currency) },
      [
        days,
        figures.displaced_commission === null
          ? [texts.notKnown, NOT_IN]
          : [
              texts.interval80,
              texts.to(money(figures.displaced_commission.low), money(figures.displaced_commission.high)),
            ],
        [texts.impressions, texts.ofThisDeal(count(units))],
        [
          texts.price,
          texts.per1000Pay(rateMoney(data.cpm, meta.currency), rateMoney(data.break_even_cpm, meta.currency)),
        ],
      ],
    ),
  }
}

/** The largest safe deal: its size, its price and its break-even price. */
export function safeExplanationsOf({ data, meta }: Simulation) {
  const about: ExplainScope = { meta, scope: texts.allChosenPlacements, counted: data.counted }
  const { safe_deal: safe } = data
  const size = [texts.impressions, count(safe.impressions)] as const
  const money = (sent: string | null) => sumMoney(sent, meta.currency)
  return {
    impressions: explain(
      about,
      { ...availableMetric, label: texts.largestSafeDeal, formula: texts.safe },
      { value: count(safe.impressions) },
      [
        [texts.deal, dateRange(data.deal.start_date, data.deal.end_date)],
        [texts.weakPeriod, texts.in10(count(safe.weak_period_impressions))],
      ],
    ),
    price: explain(
      about,
      { ...displacedMetric, label: texts.priceOfTheLargestSafe, formula: texts.impressionsPricePerImpression },
      { value: money(safe.price) },
      [size, [texts.price, texts.per1000AsAsked(rateMoney(data.cpm, meta.currency))]],
    ),
    breakEven: explain(
      about,
      { ...displacedMetric, label: texts.breakEvenPrice, formula: texts.breakEven },
      { value: money(safe.break_even_price) },
      [
        size,
        safe.break_even_price === null
          ? [texts.notKnown, NOT_IN]
          : [texts.per1000, rateMoney(safe.break_even_cpm, meta.currency)],
      ],
    ),
  }
}

/** Why commission is shown as –. */
export const NOT_IN = texts.someImpressionsAreInPlacements

/** A limitation of all figures, shown on the screen and in explanations. */
export const ON_COURSE = texts.assumesPackagesAlreadySoldDeliver

function possibleSum({ available, competing, possible }: Figures): NonNullable<Explanation['division']> {
  return [
    { value: count(available), label: texts.availableInText },
    '+',
    { value: count(competing), label: texts.alreadySoldInText },
    '=',
    { value: count(possible), label: texts.maximumInText },
  ]
}
