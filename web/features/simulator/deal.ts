import { ALL, type Choice, readChoice, writeChoice } from './choice.ts'

// The deal that is simulated, as the URL says it: a link gives a colleague the same simulation.

export interface Deal {
  /** Minor units. */
  readonly budget: number
  readonly impressions: number
  /** First and last day, both included. */
  readonly start: string
  readonly end: string
  readonly merchant: string | null
  readonly choice: Choice
}

/** What the deal's part of an address is called. */
export const DEAL_KEYS = ['budget', 'impressions', 'from', 'to', 'merchant', 'placements', 'without'] as const

const DAY = /^\d{4}-\d\d-\d\d$/
const DEAL_DAYS = 30
/** What the API takes at most. */
export const MAX_UNITS = 1_000_000_000_000

/** Whole days from tomorrow on, and round figures to begin with. */
export function firstDeal(today: string, minorDigits: number): Deal {
  return {
    budget: 500 * 10 ** minorDigits,
    impressions: 50_000,
    start: addDays(today, 1),
    end: addDays(today, DEAL_DAYS),
    merchant: null,
    choice: ALL,
  }
}

/** Reads a URL; what is missing or makes no sense is as in `first`. */
export function readDeal(params: URLSearchParams, first: Deal): Deal {
  const [start, end] = [params.get('from') ?? '', params.get('to') ?? '']
  return {
    budget: units(params.get('budget'), 0) ?? first.budget,
    impressions: units(params.get('impressions'), 1) ?? first.impressions,
    start: DAY.test(start) ? start : first.start,
    end: DAY.test(end) ? end : first.end,
    merchant: params.get('merchant') || null,
    choice: readChoice(params),
  }
}

/** All of it, so that a link means the same tomorrow. */
export function writeDeal(deal: Deal): URLSearchParams {
  const params = new URLSearchParams({
    budget: String(deal.budget),
    impressions: String(deal.impressions),
    from: deal.start,
    to: deal.end,
  })
  if (deal.merchant !== null) params.set('merchant', deal.merchant)
  writeChoice(deal.choice, params)
  return params
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function daysOf({ start, end }: Pick<Deal, 'start' | 'end'>): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1
}

function units(text: string | null, least: number): number | null {
  const value = text === null || !/^\d{1,13}$/.test(text) ? Number.NaN : Number(text)
  return value >= least && value <= MAX_UNITS ? value : null
}
