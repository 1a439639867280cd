import { availableMetric, capacityMetric, feasibilityMetric } from '@bx/contracts/metrics/allocation'
import { monthlyRevenueMetric, revenueAtRiskMetric } from '@bx/contracts/metrics/revenueAtRisk'
import { riskScoreMetric } from '@bx/contracts/metrics/riskScore'
import type { ReactNode } from 'react'
import type { Simulation, SimulationRow } from '../../lib/endpoints.ts'
import { count, NO_VALUE, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { Explain } from '../../ui/Explain.tsx'
import { type Column, headOf } from '../../ui/tableSpec.ts'
import { explanationsOf } from './figures.ts'
import classes from './Simulator.module.css'
import { ALONE_WORDS, texts } from './strings.ts'
import { RiskGlyph, VerdictTag } from './Verdict.tsx'

/** The columns after the placement's name; totals cover the selected placements. */
export function columnsOf(simulation: Simulation): Column<SimulationRow>[] {
  const { data, meta } = simulation
  const total = explanationsOf(simulation, data, texts.allChosenPlacements, data.delivered)
  const of = (row: SimulationRow) => explanationsOf(simulation, row, row.placement_name, row.allocated_impressions)
  const costOf = ({ displaced_commission: cost }: Pick<SimulationRow, 'displaced_commission'>) =>
    sumMoney(cost?.mid ?? null, meta.currency)
  const displaced = (row: SimulationRow) => <Explain explanation={of(row).displaced}>{costOf(row)}</Explain>
  return [
    ...supplyColumns(simulation),
    {
      key: 'delivery_feasibility',
      title: texts.ifItTookTheWhole,
      priority: 2,
      help: texts.whatTheVerdictWould(feasibilityMetric.formula),
      left: true,
      value: (row) => row.delivery_feasibility,
      cell: (row) => (
        <span title={row.delivery_feasibility} className={classes.alone}>
          {ALONE_WORDS[row.delivery_feasibility]}
        </span>
      ),
      total: <VerdictTag verdict={data.delivery_feasibility} />,
    },
    {
      key: 'allocated_impressions',
      title: texts.bestSplit,
      help: texts.theMostImpressions,
      value: (row) => row.allocated_impressions,
      cell: (row) => (row.eligible ? <Part units={row.allocated_impressions} cost={displaced(row)} /> : NO_VALUE),
      total: <Part units={data.delivered} cost={<Explain explanation={total.displaced}>{costOf(data)}</Explain>} />,
    },
    {
      key: 'monthly_cpa_revenue',
      title: texts.commission30Days,
      priority: 3,
      help: monthlyRevenueMetric.formula,
      value: (row) => readMoney(row.monthly_cpa_revenue),
      cell: (row) => (
        <Explain explanation={of(row).monthlyRevenue}>{sumMoney(row.monthly_cpa_revenue, meta.currency)}</Explain>
      ),
      total: <Explain explanation={total.monthlyRevenue}>{sumMoney(data.monthly_cpa_revenue, meta.currency)}</Explain>,
    },
    {
      key: 'revenue_at_risk_30pct',
      title: texts.commissionAtRisk30Percent,
      priority: 1,
      help: revenueAtRiskMetric.formula,
      value: (row) => readMoney(row.revenue_at_risk_30pct),
      cell: (row) => (
        <Explain explanation={of(row).atRisk30}>{sumMoney(row.revenue_at_risk_30pct, meta.currency)}</Explain>
      ),
      total: <Explain explanation={total.atRisk30}>{sumMoney(data.revenue_at_risk_30pct, meta.currency)}</Explain>,
    },
    {
      key: 'risk_score',
      title: texts.risk,
      priority: 2,
      help: riskScoreMetric.formula,
      value: (row) => row.risk_score,
      cell: (row) => <Risk explanation={of(row).risk} score={row.risk_score} />,
      total: <Risk explanation={total.risk} score={data.risk_score} />,
    },
  ]
}

function supplyColumns(simulation: Simulation): Column<SimulationRow>[] {
  const { data } = simulation
  const total = explanationsOf(simulation, data, texts.allChosenPlacements, data.delivered)
  const of = (row: SimulationRow) => explanationsOf(simulation, row, row.placement_name, row.allocated_impressions)
  const range = ({ low, high }: SimulationRow['capacity']) => `${count(low)} – ${count(high)}`
  return [
    {
      ...headOf(capacityMetric),
      help: texts.impressionsExpectedInTheDays,
      value: (row) => row.capacity.mid,
      cell: (row) => (
        <span className={classes.ranged}>
          <Explain explanation={of(row).capacity}>{count(row.capacity.mid)}</Explain>
          <small>{range(row.capacity)}</small>
        </span>
      ),
      total: (
        <span className={classes.ranged}>
          <Explain explanation={total.capacity}>{count(data.capacity.mid)}</Explain>
          <small>{range(data.capacity)}</small>
        </span>
      ),
    },
    {
      key: 'sold',
      title: texts.soldText,
      priority: 1,
      value: (row) => row.sold,
      cell: (row) => <Explain explanation={of(row).sold}>{count(row.sold)}</Explain>,
      total: <Explain explanation={total.sold}>{count(data.sold)}</Explain>,
    },
    {
      ...headOf(availableMetric),
      priority: 1,
      value: (row) => row.available,
      cell: (row) => <Explain explanation={of(row).available}>{count(row.available)}</Explain>,
      total: <Explain explanation={total.available}>{count(data.available)}</Explain>,
    },
  ]
}

/** Impressions, with the displaced commission below. */
function Part({ units, cost }: { readonly units: number; readonly cost: ReactNode }) {
  return (
    <span className={classes.ranged}>
      <span>{count(units)}</span>
      {units > 0 && (
        <small>
          {texts.displaces} {cost}
        </small>
      )}
    </span>
  )
}

function Risk(props: { readonly explanation: Parameters<typeof Explain>[0]['explanation']; readonly score: number }) {
  return (
    <span className={classes.risk}>
      <RiskGlyph score={props.score} />
      <Explain explanation={props.explanation}>{props.score}</Explain>
    </span>
  )
}
