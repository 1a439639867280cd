import { listPrices } from '../metrics/packageRevenue.ts'
import type { Money } from '../money.ts'
import { priceOfUnits } from './rules.ts'
import { MAX_UNITS } from './values.ts'

// What a budget buys. Exact: money is whole ten-thousandths, rates are whole millionths, and units are rounded down. The unit
// price is rounded to four places first, so that a package of these units costs what was quoted.

/** Rates of the price list, and what is assumed where there is no history. Amounts in wire format. */
export interface PricingRates {
  /** Per 1,000 impressions, and per click. */
  readonly base_cpm: string
  readonly base_cpc: string
  /** High-value placements cost this times the base. */
  readonly high_value_factor: number
  /** Share of the impressions that is delivered in high-value placements. */
  readonly high_value_pct: number
  readonly reach_pct: number
  readonly ctr_pct: number
  /** Sales per click. */
  readonly cvr_low_pct: number
  readonly cvr_high_pct: number
  /** Days that a quote is valid. */
  readonly quote_days: number
}

/** The seed's price list, in about the same value in any currency. */
export function firstRates(currency: string): PricingRates {
  const { cpm, cpc } = listPrices(currency)
  return {
    ...{ base_cpm: cpm, base_cpc: cpc, high_value_factor: 1.3, high_value_pct: 40 },
    ...{ reach_pct: 70, ctr_pct: 2.5, cvr_low_pct: 1.5, cvr_high_pct: 3, quote_days: 14 },
  }
}

/** What a merchant wants: awareness is sold as CPI, traffic as CPC, conversions as CPA. */
export const OBJECTIVES = ['awareness', 'traffic', 'conversions'] as const
export type Objective = (typeof OBJECTIVES)[number]

export const TIERS = ['high_value', 'standard'] as const
export type Tier = (typeof TIERS)[number]

/** Impressions of one kind of placement, and what they cost. */
export interface PriceLine {
  readonly tier: Tier
  readonly pct: number
  readonly units: number
  readonly cpm: Money
  readonly price: Money
}

export interface CpiPrice {
  /** Blended CPM. */
  readonly unitPrice: Money
  readonly units: number
  readonly price: Money
  /** What the budget would buy if every placement cost the base. */
  readonly unitsAtBase: number
  readonly lines: readonly PriceLine[]
}

export interface CpcPrice {
  readonly unitPrice: Money
  readonly units: number
  readonly price: Money
}

export interface CpmRates {
  readonly base: Money
  readonly factor: number
  readonly highPct: number
}

/** Impressions for a budget, with the premium of high-value placements. null: none, or too many to count. */
export function priceCpi(budget: Money, rates: CpmRates, currency: string): CpiPrice | null {
  const unitPrice = blendedCpm(rates)
  const units = unitsFor(budget * 1000n, unitPrice)
  const unitsAtBase = unitsFor(budget * 1000n, rates.base)
  if (units === null || unitsAtBase === null) return null
  const price = priceOfUnits('CPI', unitPrice, units, currency)
  return { unitPrice, units, price, unitsAtBase, lines: linesOf({ units, price }, rates, currency) }
}

/** Clicks for a budget. null: none, or too many to count. */
export function priceCpc(budget: Money, unitPrice: Money, currency: string): CpcPrice | null {
  const units = unitsFor(budget, unitPrice)
  return units === null ? null : { unitPrice, units, price: priceOfUnits('CPC', unitPrice, units, currency) }
}

/** base × (high × factor + rest), rounded to four places. */
export function blendedCpm({ base, factor, highPct }: CpmRates): Money {
  const high = millionths(highPct / 100)
  const weight = high * millionths(factor) + (MILLION - high) * MILLION
  return rounded(base * weight, MILLION * MILLION)
}

/** The CPM of one kind of placement. */
export function cpmOf(tier: Tier, { base, factor }: CpmRates): Money {
  return tier === 'standard' ? base : rounded(base * millionths(factor), MILLION)
}

/** A share of a count in percent, rounded down. */
export function shareOf(count: number, pct: number): number {
  return Number((BigInt(count) * millionths(pct / 100)) / MILLION)
}

/** The count of which `part` is this percentage, rounded down: impressions for some clicks. null: too many, or 0 %. */
export function wholeOf(part: number, pct: number): number | null {
  const rate = millionths(pct / 100)
  if (rate === 0n) return null
  const whole = Number((BigInt(part) * MILLION) / rate)
  return whole > MAX_UNITS ? null : whole
}

/** Lines add up: what the rounded high-value line leaves is standard. */
function linesOf(
  { units, price }: { readonly units: number; readonly price: Money },
  rates: CpmRates,
  currency: string,
): PriceLine[] {
  const highUnits = shareOf(units, rates.highPct)
  const highCpm = cpmOf('high_value', rates)
  const isOnlyHigh = highUnits === units
  const highPrice = isOnlyHigh ? price : priceOfUnits('CPI', highCpm, highUnits, currency)
  const standardPct = Number((100 - rates.highPct).toFixed(4))
  return [
    { tier: 'high_value', pct: rates.highPct, units: highUnits, cpm: highCpm, price: highPrice },
    { tier: 'standard', pct: standardPct, units: units - highUnits, cpm: rates.base, price: price - highPrice },
  ]
}

function unitsFor(amount: bigint, unitPrice: Money): number | null {
  if (unitPrice <= 0n) return null
  const units = amount / unitPrice
  return units < 1n || units > BigInt(MAX_UNITS) ? null : Number(units)
}

const MILLION = 1_000_000n

/** Rates have at most four decimals of a percent, so this is exact. */
function millionths(rate: number): bigint {
  return BigInt(Math.round(rate * 1_000_000))
}

function rounded(value: bigint, by: bigint): Money {
  return (2n * value + by) / (2n * by)
}
