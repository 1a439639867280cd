import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { DealCheck } from '@bx/contracts/endpoints/pricing'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import { FEASIBILITY } from '@bx/contracts/metrics/allocation'
import { addMoney, estimatedMoney, type Money, moneyText, parseMoney } from '@bx/contracts/money'
import type { Tier } from '@bx/contracts/packages/pricing'
import type { Sql } from '../../db/client.ts'
import { sumOf } from '../../lib/sum.ts'
import { rateText } from '../dealMoney.ts'
import { NOTHING, type Range } from '../forecast.ts'
import { type SimulationContext, simulateDeal } from '../simulateDeal.ts'

// Whether the impressions of a quote are available, and what they displace: a simulation of each part of its mix.

/** Impressions that a quote needs in some placements. */
export interface Need {
  readonly tier: Tier | 'all'
  readonly impressions: number
  readonly price: Money
  readonly placementIds: readonly string[]
}

interface Asked {
  readonly days: { readonly start: string; readonly end: string; readonly length: number }
  readonly merchantId: string | null
  readonly needs: readonly Need[]
  /** What the quote costs in all. */
  readonly price: Money
}

type Simulated = Answer<typeof simulate>['data']
interface Part extends Need {
  readonly found: Simulated
}

/** The days a month's figures of the simulator are about. */
const MONTH_DAYS = 30

/** Throws deal_in_past and invalid_request, as the simulator does. */
export async function checkAvailability(sql: Sql, asked: Asked, context: SimulationContext): Promise<DealCheck> {
  const { currency } = context.organisation
  const parts: Part[] = []
  for (const need of asked.needs) {
    const { data: found } = await simulateDeal(
      sql,
      {
        budget: moneyText(need.price, currency),
        currency,
        requested_impressions: need.impressions,
        start_date: asked.days.start,
        end_date: asked.days.end,
        merchant_id: asked.merchantId,
        placement_ids: [...need.placementIds],
      },
      context,
    )
    parts.push({ ...need, found })
  }
  return answerOf(parts, asked, currency)
}

function answerOf(parts: readonly Part[], { days, price }: Asked, currency: string): DealCheck {
  const sum = (value: (found: Simulated) => number) => sumOf(parts, ({ found }) => value(found))
  const needed = sumOf(parts, ({ impressions }) => impressions)
  const available = sum((found) => found.available)
  const displaced = displacedBy(parts)
  const safe = safeImpressions(parts, needed)
  const text = (value: Money) => moneyText(value, currency)
  return {
    ...verdictOf(parts),
    needed,
    capacity: parts.reduce<Range>((total, { found }) => addRange(total, found.capacity), NOTHING),
    sold: sum((found) => found.sold),
    possible: sum((found) => found.possible),
    competing: sum((found) => found.competing),
    available,
    left: available - needed,
    safe_impressions: safe,
    safe_price: text(estimatedMoney((Number(price) * safe) / needed, currency)),
    tiers: parts.map(({ tier, impressions, found }) => ({
      ...{ tier, needed: impressions, capacity: found.capacity },
      ...{ available: found.available, available_30pct: found.available_30pct },
    })),
    total_commission: totalCommission(parts, days.length, currency),
    displaced_commission: displaced && {
      low: text(displaced.low),
      mid: text(displaced.mid),
      high: text(displaced.high),
    },
    break_even_cpm: rateText(displaced?.mid ?? null, needed, currency),
    // The least is left where most is displaced.
    left_after_displacement: displaced && {
      low: text(price - displaced.high),
      mid: text(price - displaced.mid),
      high: text(price - displaced.low),
    },
    risk_score: Math.max(0, ...parts.map(({ found }) => found.risk_score)),
  }
}

const VERDICTS = ['possible', 'high_risk', 'not_possible'] as const

/** The worst part decides: impressions of one kind of placement cannot replace those of another. */
function verdictOf(parts: readonly Part[]): Pick<DealCheck, 'verdict' | 'reason'> {
  const rankOf = ({ found }: Part) => FEASIBILITY.indexOf(found.delivery_feasibility)
  const worst = parts.reduce((bad, part) => (rankOf(part) > rankOf(bad) ? part : bad))
  const where = { high_value: 'High-value placements: ', standard: 'Standard placements: ', all: '' }
  return {
    verdict: VERDICTS[rankOf(worst)]!,
    reason: `${parts.length > 1 ? where[worst.tier] : ''}${worst.found.reason}`,
  }
}

/** The largest quote of the same mix whose every part is within 30 %. */
function safeImpressions(parts: readonly Part[], needed: number): number {
  const scale = Math.min(...parts.map(({ impressions, found }) => found.available_30pct / impressions))
  return Math.floor(needed * scale)
}

/** Of all impressions of the quote; null if it is not known, or not all of them fit. */
function displacedBy(parts: readonly Part[]) {
  const ranges = parts.map(({ found }) => (found.shortfall > 0 ? null : found.displaced_commission))
  const known = ranges.filter((range) => range !== null)
  if (known.length < ranges.length) return null
  const sum = (end: 'low' | 'mid' | 'high') => addMoney(known.map((range) => parseMoney(range[end])))
  return { low: sum('low'), mid: sum('mid'), high: sum('high') }
}

/** What the placements earn on their own in as many days. */
function totalCommission(parts: readonly Part[], days: number, currency: string): string | null {
  const monthly = parts.flatMap(({ found }) => found.monthly_cpa_revenue ?? [])
  if (monthly.length === 0) return null
  const sum = addMoney(monthly.map(parseMoney))
  return moneyText(estimatedMoney((Number(sum) * days) / MONTH_DAYS, currency), currency)
}

function addRange(a: Range, b: Range): Range {
  return { low: a.low + b.low, mid: a.mid + b.mid, high: a.high + b.high }
}
