import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { SimulationRow, simulate } from '@bx/contracts/endpoints/simulate'
import { FEASIBILITY } from '@bx/contracts/metrics/allocation'
import { HIGH_RISK_SCORE } from '@bx/contracts/metrics/riskScore'
import { parseMoney } from '@bx/contracts/money'
import { showRate } from '@bx/contracts/showMoney'
import { ENOUGH_DAYS } from './forecast.ts'

type Warning = Answer<typeof simulate>['data']['warnings'][number]

const n = new Intl.NumberFormat('en-GB')

/** If more placements than this have the same warning, they share one, which names this many. */
const MANY = 3

/** What to know before selling this deal: first the deal, then its placements. */
export function warningsOf(total: Total, rows: readonly SimulationRow[]): Warning[] {
  const ofPlacements = rows.filter(({ eligible }) => eligible).flatMap((row) => onPlacement(row))
  const byCode = Map.groupBy(ofPlacements, ({ code }) => code)
  return [...onDeal(total), ...[...byCode].flatMap(([code, warnings]) => together(code, warnings, rows))]
}

function together(code: Warning['code'], warnings: readonly Warning[], rows: readonly SimulationRow[]): Warning[] {
  if (warnings.length <= MANY) return [...warnings]
  const ids = new Set(warnings.flatMap(({ placement_ids }) => placement_ids))
  const bySize = rows
    .filter(({ placement_id: id }) => ids.has(id))
    .toSorted((a, b) => b.capacity.mid - a.capacity.mid)
    .map(({ placement_name: name }) => name)
  const more = n.format(bySize.length - MANY)
  const message = `${n.format(bySize.length)} placements: ${bySize.slice(0, MANY).join(', ')} and ${more} more.`
  return [{ code, placement_ids: [...ids], message }]
}

function onDeal(total: Total): Warning[] {
  const { delivery_feasibility: verdict, delivery_feasibility_low: weak, cpm } = total
  const breakEven = total.break_even_cpm
  const warnings: Warning[] = []
  const add = (code: Warning['code'], message: string) => warnings.push({ code, placement_ids: [], message })
  if (verdict === FEASIBILITY[2])
    add('not_feasible', `${n.format(total.shortfall)} of ${n.format(total.goal)} impressions could not be delivered.`)
  if (verdict === FEASIBILITY[1])
    add('high_risk', `To stay within 30%, sell at most ${n.format(total.available_30pct)}.`)
  if (weak !== verdict) add('weak_period', `In a weak period (1 in 10) the verdict is: ${weak}.`)
  if (breakEven !== null && parseMoney(cpm) < parseMoney(breakEven)) {
    const money = (rate: string) => showRate(parseMoney(rate), total.deal.currency)
    add(
      'below_break_even',
      `The price of ${money(cpm)} per 1,000 is below the ${money(breakEven)} of commission that 1,000 impressions displace.`,
    )
  }
  return warnings
}

function onPlacement(row: SimulationRow): Warning[] {
  const { placement_id: id, placement_name: name, allocated_impressions: units } = row
  const warnings: Warning[] = []
  const add = (code: Warning['code'], message: string) => warnings.push({ code, placement_ids: [id], message })
  if (units > 0 && row.risk_score > HIGH_RISK_SCORE)
    add('high_risk', `${name}: risk ${row.risk_score} of 100 with ${n.format(units)} impressions of this deal.`)
  if (row.history_days < ENOUGH_DAYS)
    add('few_days', `${name}: ${row.history_days} whole days of history; forecast range ±50%.`)
  if (row.commission_rpm === null && row.history_days > 0)
    add('unknown_commission', `${name}: its commission is not known yet, because no day’s sales are final.`)
  if (row.renders_estimated && row.history_days > 0)
    add('renders_estimated', `${name}: renders are not reported; they are taken as impressions ÷ slots.`)
  return warnings
}

export type Total = Omit<Answer<typeof simulate>['data'], 'warnings' | 'rows' | 'history' | 'daily' | 'counted'>
