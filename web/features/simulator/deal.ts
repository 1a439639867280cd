import { roughly } from '@bx/contracts/currencies'
import { LARGEST_AMOUNT, parseMoney } from '@bx/contracts/money'
import { addDays } from '../../lib/addDays.ts'
import { ALL, type Choice, readChoice, writeChoice } from './choice.ts'

// The simulated deal in the URL: a link gives a colleague the same simulation.

export interface Deal {
  /** Units of the currency, as text in wire format. */
  readonly budget: string
  readonly impressions: number
  /** First and last day, both included. */
  readonly start: string
  readonly end: string
  readonly merchant: string | null
  readonly choice: Choice
  /** Id of the saved deal to compare with. */
  readonly beside?: string | null
}

/** URL parameters of a deal. */
export const DEAL_KEYS = ['budget', 'impressions', 'from', 'to', 'merchant', 'placements', 'without', 'beside'] as const

const DAY = /^\d{4}-\d\d-\d\d$/
const DEAL_DAYS = 30
/** Maximum values of the API. */
export const MAX_IMPRESSIONS = 1_000_000_000_000
/** Euros; other currencies start with about the same value. */
const FIRST_BUDGET = 500

/** Defaults: whole days from tomorrow, and round figures. */
export function firstDeal(today: string, currency: string): Deal {
  return {
    budget: roughly(FIRST_BUDGET, currency),
    impressions: 50_000,
    start: addDays(today, 1),
    end: addDays(today, DEAL_DAYS),
    merchant: null,
    choice: ALL,
    beside: null,
  }
}

/** Reads a URL; missing or invalid values are taken from `first`. */
export function readDeal(params: URLSearchParams, first: Deal): Deal {
  const [start, end] = [params.get('from') ?? '', params.get('to') ?? '']
  return {
    budget: budget(params.get('budget')) ?? first.budget,
    impressions: impressions(params.get('impressions')) ?? first.impressions,
    start: isDay(start) ? start : first.start,
    end: isDay(end) ? end : first.end,
    merchant: params.get('merchant') || null,
    choice: readChoice(params),
    beside: params.get('beside') || null,
  }
}

/** Names and texts of the values in a link that `readDeal` cannot use; missing ones are not among them. */
export function unusableIn(params: URLSearchParams): readonly string[] {
  const isUsable: Readonly<Record<string, (text: string) => boolean>> = {
    budget: (text) => budget(text) !== null,
    impressions: (text) => impressions(text) !== null,
    from: isDay,
    to: isDay,
  }
  return Object.entries(isUsable).flatMap(([key, test]) => {
    const text = params.get(key)
    return text === null || test(text) ? [] : `${key} “${text.slice(0, 40)}”`
  })
}

/** Writes all values, so that a link means the same tomorrow. */
export function writeDeal(deal: Deal): URLSearchParams {
  const params = new URLSearchParams({
    budget: deal.budget,
    impressions: String(deal.impressions),
    from: deal.start,
    to: deal.end,
  })
  if (deal.merchant !== null) params.set('merchant', deal.merchant)
  if (deal.beside) params.set('beside', deal.beside)
  writeChoice(deal.choice, params)
  return params
}

export function daysOf({ start, end }: Pick<Deal, 'start' | 'end'>): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1
}

/** A day of the calendar: 31 February is none. */
function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text
}

function budget(text: string | null): string | null {
  return text !== null && /^\d{1,13}(\.\d{1,4})?$/.test(text) && parseMoney(text) <= LARGEST_AMOUNT ? text : null
}

function impressions(text: string | null): number | null {
  const value = text === null || !/^\d{1,13}$/.test(text) ? Number.NaN : Number(text)
  return value >= 1 && value <= MAX_IMPRESSIONS ? value : null
}
