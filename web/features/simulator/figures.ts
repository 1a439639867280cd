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
  const days = ['Deal', dateRange(data.deal.start_date, data.deal.end_date)] as const
  const range = ({ low, high }: Row['capacity']) => `${count(low)} to ${count(high)}`
  const money = (sent: string) => sumMoney(sent, meta.currency)
  return {
    capacity: explain(about, capacityMetric, { value: count(figures.capacity.mid) }, [
      days,
      ['80% interval', range(figures.capacity)],
      ['Renders', `${count(figures.renders.mid)} expected, ${range(figures.renders)}`],
    ]),
    possible: explain(
      about,
      { ...availableMetric, label: 'Maximum', formula: POSSIBLE },
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
          { value: count(figures.possible), label: 'maximum' },
          '−',
          { value: count(figures.competing), label: 'already sold' },
          '=',
          { value: count(figures.available), label: 'available' },
        ],
      },
      [days, ['Within 30%', count(figures.available_30pct)], ['Assumed', ON_COURSE]],
    ),
    sold: explain(
      about,
      { ...availableMetric, key: 'available', label: 'Already sold', formula: SOLD },
      {
        value: count(figures.sold),
      },
      [days, ['Assumed', ON_COURSE]],
    ),
    risk: explain(about, riskScoreMetric, { value: String(figures.risk_score) }, [
      ['Paid', `${count(figures.sold + units)}: ${count(figures.sold)} sold and ${count(units)} of this deal`],
      ['Weak period', `${count(figures.capacity.low)} impressions, ${count(figures.renders.low)} renders (1 in 10)`],
      ['Paid share', `${ratio(figures.paid_share)} of the impressions expected`],
    ]),
    verdict: explain(about, feasibilityMetric, { value: ratio(figures.paid_share) }, [
      days,
      ['Paid', `${count(figures.sold)} sold and ${count(units)} of this deal`],
      ['Expected', `${count(figures.capacity.mid)} impressions, ${count(figures.renders.mid)} renders`],
    ]),
    monthlyCapacity: explain(about, monthlyCapacityMetric, { value: count(figures.monthly_impression_capacity) }),
    monthlyRevenue: explain(about, monthlyRevenueMetric, {
      value: sumMoney(figures.monthly_cpa_revenue, meta.currency),
    }),
    atRisk30: explain(about, revenueAtRiskMetric, { value: sumMoney(figures.revenue_at_risk_30pct, meta.currency) }, [
      ['Of', `${sumMoney(figures.monthly_cpa_revenue, meta.currency)} a month`],
    ]),
    displaced: explain(
      about,
      displacedMetric,
      { value: sumMoney(figures.displaced_commission?.mid ?? null, meta.currency) },
      [
        days,
        figures.displaced_commission === null
          ? ['Not known', NOT_IN]
          : [
              '80% interval',
              `${money(figures.displaced_commission.low)} to ${money(figures.displaced_commission.high)}`,
            ],
        ['Impressions', `${count(units)} of this deal`],
        [
          'Price',
          `${rateMoney(data.cpm, meta.currency)} per 1,000; ${rateMoney(data.break_even_cpm, meta.currency)} pay for what they displace`,
        ],
      ],
    ),
  }
}

/** The largest safe deal: its size, its price and its break-even price. */
export function safeExplanationsOf({ data, meta }: Simulation) {
  const about: ExplainScope = { meta, scope: 'All chosen placements', counted: data.counted }
  const { safe_deal: safe } = data
  const size = ['Impressions', count(safe.impressions)] as const
  const money = (sent: string | null) => sumMoney(sent, meta.currency)
  return {
    impressions: explain(
      about,
      { ...availableMetric, label: 'Largest safe deal', formula: SAFE },
      { value: count(safe.impressions) },
      [
        ['Deal', dateRange(data.deal.start_date, data.deal.end_date)],
        ['Weak period', `${count(safe.weak_period_impressions)} (1 in 10)`],
      ],
    ),
    price: explain(
      about,
      { ...displacedMetric, label: 'Price of the largest safe deal', formula: 'Impressions × price per impression' },
      { value: money(safe.price) },
      [size, ['Price', `${rateMoney(data.cpm, meta.currency)} per 1,000, as asked`]],
    ),
    breakEven: explain(
      about,
      { ...displacedMetric, label: 'Break-even price', formula: BREAK_EVEN },
      { value: money(safe.break_even_price) },
      [
        size,
        safe.break_even_price === null
          ? ['Not known', NOT_IN]
          : ['Per 1,000', rateMoney(safe.break_even_cpm, meta.currency)],
      ],
    ),
  }
}

const SAFE =
  'Sum over placements of the lower of: 30% of the impressions expected − sold packages; renders − this merchant’s packages'
const BREAK_EVEN = 'The commission that these impressions would have earned: a lower price costs more than it brings'

/** Why commission is shown as –. */
export const NOT_IN = 'Some impressions are in placements that have no day with final sales yet'

const POSSIBLE = 'Within 50% of the impressions expected and one slot of each render, were nothing else sold'
/** A limitation of all figures, shown on the screen and in explanations. */
export const ON_COURSE =
  'Assumes packages already sold deliver on plan: each delivers what it still owes evenly over the rest of its flight.'

const SOLD = 'Impressions that held, booked, live and paused packages are owed in the days of the deal'

function possibleSum({ available, competing, possible }: Figures): NonNullable<Explanation['division']> {
  return [
    { value: count(available), label: 'available' },
    '+',
    { value: count(competing), label: 'already sold' },
    '=',
    { value: count(possible), label: 'maximum' },
  ]
}
