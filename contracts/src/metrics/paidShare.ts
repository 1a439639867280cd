import { divide, type Metric, percent } from './metric.ts'

// How much of a placement's impressions packages pay for, and when that is too much.

/** Impressions by who pays for them; each counts once. */
export interface Mix {
  readonly organic: number
  readonly cpi: number
  readonly cpc: number
  readonly cpa: number
}

export const NO_IMPRESSIONS: Mix = { organic: 0, cpi: 0, cpc: 0, cpa: 0 }

export function paidOf({ cpi, cpc, cpa }: Mix): number {
  return cpi + cpc + cpa
}

export function totalOf(mix: Mix): number {
  return mix.organic + paidOf(mix)
}

/** 0..100, to 2 places; null without impressions. */
export function paidPct(mix: Mix): number | null {
  return percent(divide(paidOf(mix), totalOf(mix)))
}

/** How much may be paid, and how many impressions that needs. */
export interface SlotMixLimit {
  readonly limit_pct: number
  readonly min_impressions: number
}

export const FIRST_SLOT_MIX_LIMIT: SlotMixLimit = { limit_pct: 40, min_impressions: 1000 }

export const LIMIT_STATES = ['above', 'below', 'too_few'] as const
/** above: more than the limit is paid; too_few: fewer impressions than that needs. */
export type LimitState = (typeof LIMIT_STATES)[number]

export function limitStateOf(mix: Mix, { limit_pct, min_impressions }: SlotMixLimit): LimitState {
  const total = totalOf(mix)
  if (total === 0 || total < min_impressions) return 'too_few'
  return isAbove(mix, limit_pct) ? 'above' : 'below'
}

/** An alert closes only this many points below the limit, so that it does not open and close every day. */
export const CLOSES_BELOW_PTS = 2

export interface SlotMixAlert {
  /** First day of the alert. */
  readonly since: string
  /** Last day that was compared with the limit, and the impressions it was compared by. */
  readonly day: string
  readonly mix: Mix
}

/**
 * The alert that is open after these days; null if none is. Days with too few impressions are added up until there are enough, so
 * that a small placement has alerts too.
 * @param days whole days, by time
 */
export function alertAfter(
  days: readonly { readonly day: string; readonly mix: Mix }[],
  limit: SlotMixLimit,
): SlotMixAlert | null {
  let alert = null as SlotMixAlert | null
  let part: { readonly from: string; readonly mix: Mix } | null = null
  for (const { day, mix } of days) {
    part = part === null ? { from: day, mix } : { from: part.from, mix: addMix(part.mix, mix) }
    const state = limitStateOf(part.mix, limit)
    if (state === 'too_few') continue
    const staysOpen: boolean = alert !== null && isAbove(part.mix, limit.limit_pct - CLOSES_BELOW_PTS)
    alert = state === 'above' || staysOpen ? { since: alert?.since ?? part.from, day, mix: part.mix } : null
    part = null
  }
  return alert
}

export function addMix(a: Mix, b: Mix): Mix {
  return { organic: a.organic + b.organic, cpi: a.cpi + b.cpi, cpc: a.cpc + b.cpc, cpa: a.cpa + b.cpa }
}

/** Exact: the rounded share may be equal to the limit while the counts are above it. */
function isAbove(mix: Mix, pct: number): boolean {
  return paidOf(mix) * 100 > pct * totalOf(mix)
}

export const paidShareMetric: Metric = {
  key: 'paid_pct',
  label: 'Paid share',
  formula: 'Impressions whose package stamp counts ÷ all impressions',
  unit: 'percent',
  source: 'placement_daily, package_placement_daily',
  additive: false,
  better: null,
}

export const adLoadMetric: Metric = {
  key: 'ad_load',
  label: 'Ad load per session',
  formula: 'Paid impressions ÷ sessions, each session counted once per placement and day',
  unit: 'ratio',
  source: 'package_placement_daily, slot_daily',
  additive: false,
  better: null,
}

export const inferredMetric: Metric = {
  key: 'inferred_impressions',
  label: 'Inferred paid impressions',
  formula:
    'Organic impressions of merchants that have a live package in the placement on that day. Part of organic; never billed',
  unit: 'count',
  source: 'exposure_daily, package_placement_daily, package_changes',
  additive: true,
  better: null,
}
