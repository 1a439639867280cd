import { roughly } from '../currencies.ts'
import { type Money, moneyText, parseMoney, perThousand } from '../money.ts'
import type { Recommendation } from './thresholds.ts'

// What 1,000 impressions of a placement are expected to bring when they are sold by impression, by click or by sale.

export const PACKAGES = ['cpi', 'cpc', 'cpa'] as const
export type PackageKind = (typeof PACKAGES)[number]
export type PackageRevenue = Readonly<Record<PackageKind, Money>>

export const PACKAGE_NAMES: Readonly<Record<PackageKind, Exclude<Recommendation, 'Not enough data'>>> = {
  cpi: 'CPI Candidate',
  cpc: 'CPC Candidate',
  cpa: 'CPA Priority',
}

/** A package leads when it is expected to bring at least this percentage more than the next one. */
export const LEAD_PCT = 10

/** List prices, in about the same value in any currency: 8.50 for 1,000 impressions, 0.35 for a click. */
export function listPrices(currency: string): { readonly cpm: string; readonly cpc: string } {
  const price = (euros: number) => moneyText(parseMoney(roughly(euros, currency)), currency)
  return { cpm: price(8.5), cpc: price(0.35) }
}

interface Sample {
  readonly impressions: number
  readonly clicks: number
  /** Commission per 1,000 impressions. */
  readonly rpm: string | null
}

/** Expected revenue per 1,000 impressions; null without impressions. */
export function packageRevenue({ impressions, clicks, rpm }: Sample, currency: string): PackageRevenue | null {
  const { cpm, cpc } = listPrices(currency)
  const byClick = perThousand(parseMoney(cpc) * BigInt(clicks), impressions)
  if (byClick === null || rpm === null) return null
  return { cpi: parseMoney(cpm), cpc: byClick, cpa: parseMoney(rpm) }
}

/** The package that brings most, and by how many percent it leads the next one; null when the next brings nothing. */
export function bestPackage(revenue: PackageRevenue): { readonly best: PackageKind; readonly leadPct: number | null } {
  const [first, second] = [...PACKAGES].sort((a, b) => Number(revenue[b] - revenue[a]))
  const next = revenue[second!]
  return { best: first!, leadPct: next === 0n ? null : (Number(revenue[first!] - next) * 100) / Number(next) }
}
