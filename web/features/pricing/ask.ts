import { roughly } from '@bx/contracts/currencies'
import { LARGEST_AMOUNT, parseMoney } from '@bx/contracts/money'
import type { Objective } from '@bx/contracts/packages/pricing'
import { addDays } from '../../lib/addDays.ts'
import type { Quote } from '../../lib/endpoints.ts'

// What is priced, in the URL: a link gives a colleague the same quote.

export interface Ask {
  readonly objective: Objective
  /** Units of the currency, as text in wire format. */
  readonly budget: string
  /** First and last day, both included. */
  readonly start: string
  readonly end: string
  readonly merchant: string | null
  /** Empty: all placements. */
  readonly placements: readonly string[]
  /** Where the quote differs from the price list; null: it does not. */
  readonly highPct: number | null
  readonly factor: number | null
  readonly cpm: string | null
  readonly cpc: string | null
  readonly perSale: string | null
}

/** URL parameters of a quote. */
export const ASK_KEYS = [
  ...(['objective', 'budget', 'from', 'to', 'merchant', 'placements', 'mix', 'factor', 'cpm', 'cpc', 'sale'] as const),
] as const

const DAY = /^\d{4}-\d\d-\d\d$/
const FLIGHT_DAYS = 28
/** Euros; other currencies start with about the same value. */
const FIRST_BUDGET = 500
/** Days until a quote usually begins: it has to be approved first. */
const FIRST_DAY = 7

export function firstAsk(today: string, currency: string): Ask {
  return {
    ...{ objective: 'awareness', budget: roughly(FIRST_BUDGET, currency), merchant: null, placements: [] },
    ...{ start: addDays(today, FIRST_DAY), end: addDays(today, FIRST_DAY + FLIGHT_DAYS - 1) },
    ...{ highPct: null, factor: null, cpm: null, cpc: null, perSale: null },
  }
}

/** Reads a URL; missing or invalid values are taken from `first`. */
export function readAsk(params: URLSearchParams, first: Ask): Ask {
  const objective = params.get('objective')
  return {
    objective: objective === 'traffic' || objective === 'conversions' ? objective : first.objective,
    budget: amount(params.get('budget')) ?? first.budget,
    start: dayOf(params.get('from')) ?? first.start,
    end: dayOf(params.get('to')) ?? first.end,
    merchant: params.get('merchant') || null,
    placements: (params.get('placements') ?? '').split(',').filter((id) => id !== ''),
    highPct: numberOf(params.get('mix'), 0, 100),
    factor: numberOf(params.get('factor'), 0.1, 10),
    cpm: amount(params.get('cpm')),
    cpc: amount(params.get('cpc')),
    perSale: amount(params.get('sale')),
  }
}

export function writeAsk(ask: Ask): URLSearchParams {
  const params = new URLSearchParams({ objective: ask.objective, budget: ask.budget, from: ask.start, to: ask.end })
  const optional = {
    merchant: ask.merchant,
    placements: ask.placements.length === 0 ? null : ask.placements.join(','),
    mix: ask.highPct,
    factor: ask.factor,
    ...{ cpm: ask.cpm, cpc: ask.cpc, sale: ask.perSale },
  }
  for (const [key, value] of Object.entries(optional)) if (value !== null) params.set(key, String(value))
  return params
}

/** The body of a price request. */
export function bodyOf(ask: Ask) {
  return {
    merchant_objective: ask.objective,
    budget: ask.budget,
    start_date: ask.start,
    end_date: ask.end,
    merchant_id: ask.merchant,
    placement_ids: [...ask.placements],
    high_value_pct: ask.highPct,
    high_value_factor: ask.factor,
    base_cpm: ask.cpm,
    base_cpc: ask.cpc,
    price_per_sale: ask.perSale,
  }
}

/** What a saved quote asked for; null if it was priced by hand. */
export function askOf({ inputs, merchant_id }: Quote): Ask | null {
  if (inputs === null) return null
  return {
    objective: inputs.merchant_objective,
    budget: inputs.budget,
    start: inputs.start_date ?? '',
    end: inputs.end_date ?? '',
    merchant: merchant_id,
    placements: inputs.placement_ids,
    highPct: inputs.high_value_pct ?? null,
    factor: inputs.high_value_factor ?? null,
    cpm: inputs.base_cpm ?? null,
    cpc: inputs.base_cpc ?? null,
    perSale: inputs.price_per_sale ?? null,
  }
}

export function daysOf({ start, end }: Pick<Ask, 'start' | 'end'>): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1
}

function dayOf(text: string | null): string | null {
  const isDay = text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text
  return isDay ? text : null
}

function amount(text: string | null): string | null {
  return text !== null && /^\d{1,13}(\.\d{1,4})?$/.test(text) && parseMoney(text) <= LARGEST_AMOUNT ? text : null
}

function numberOf(text: string | null, least: number, most: number): number | null {
  const value = text === null || !/^\d{1,3}(\.\d{1,4})?$/.test(text) ? Number.NaN : Number(text)
  return value >= least && value <= most ? value : null
}
