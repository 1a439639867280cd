import {
  pacingRules,
  pricingRates as ratesSchema,
  packageRules as rulesSchema,
  slotMixLimit,
} from '@bx/contracts/endpoints/commercialRules'
import { FIRST_SIGN_IN_RULES, type SignInRules, signInRules } from '@bx/contracts/endpoints/signInRules'
import { performanceThresholds as thresholds } from '@bx/contracts/endpoints/thresholds'
import { amount } from '@bx/contracts/events/amount'
import { ALLOCATION_PCT } from '@bx/contracts/metrics/allocation'
import { listPrices } from '@bx/contracts/metrics/packageRevenue'
import { FIRST_SLOT_MIX_LIMIT, type SlotMixLimit } from '@bx/contracts/metrics/paidShare'
import { firstThresholds, type PerformanceThresholds } from '@bx/contracts/metrics/thresholds'
import { moneyText, parseMoney, UNIT } from '@bx/contracts/money'
import { firstRates, type PricingRates } from '@bx/contracts/packages/pricing'
import { z } from 'zod'
import { isKnownTimeZone } from '../lib/localDay.ts'
import type { Setting } from './setting.ts'

// Every setting of an installation that is stored in the database: its schema, default and audit. Settings of a process
// come from the environment (config.ts).

const ACTION = 'change_setting'

export const REPORTING_TIME_ZONE: Setting<string | null> = {
  name: 'reporting_time_zone',
  schema: z.string().refine(isKnownTimeZone, 'expected an IANA time zone such as Europe/London'),
  first: null,
  action: ACTION,
  broken: 'refuse',
}

export const CURRENCY: Setting<string | null> = {
  name: 'currency',
  schema: z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code'),
  first: null,
  action: ACTION,
  broken: 'refuse',
}

/** Days raw rows are kept. */
export const RAW_DAYS: Setting<number> = {
  name: 'raw_days',
  schema: z.number().int().min(0).max(400),
  first: 30,
  action: ACTION,
  broken: 'refuse',
}

/** Identifies the pepper that user ids were hashed with. */
export const PEPPER_FINGERPRINT: Setting<string | null> = {
  name: 'pepper_fingerprint',
  schema: z.string().min(1),
  first: null,
  action: ACTION,
  broken: 'refuse',
}

/** Share of users whose browsers send events. */
export const SAMPLE_RATE: Setting<number> = {
  name: 'sample_rate',
  schema: z.number().gt(0).max(1),
  first: 1,
  action: ACTION,
  broken: 'previous',
}

/** What the SDK does with visitors who have not consented. An older version could collect what somebody refused. */
export const WITHOUT_CONSENT: Setting<'drop' | 'anonymous'> = {
  name: 'without_consent',
  schema: z.enum(['drop', 'anonymous']),
  first: 'drop',
  action: ACTION,
  broken: 'refuse',
}

/** When an upgrade introduced visitors; null: from the beginning. */
export const VISITORS_KNOWN_SINCE: Setting<string | null> = {
  name: 'visitors_known_since',
  schema: z.string().refine((text) => Number.isFinite(Date.parse(text)), 'expected a time'),
  first: null,
  action: ACTION,
  broken: 'refuse',
}

/** Longest window in days: a sale is reported at most 400 days later. */
const MAX_DAYS = 400

/** The seed's defaults: a click is credited to an exposure of the hour before, a sale to those of the 7 days before. */
export const ATTRIBUTION_WINDOWS: Setting<{ readonly click_minutes: number; readonly conversion_days: number }> = {
  name: 'attribution_windows',
  schema: z.object({
    click_minutes: z
      .number()
      .gt(0)
      .max(MAX_DAYS * 1440),
    conversion_days: z.number().gt(0).max(MAX_DAYS),
  }),
  first: { click_minutes: 60, conversion_days: 7 },
  action: ACTION,
  broken: 'previous',
}

/** Whether exposures as a visitor count for the same person's purchases as a member. */
export const VISITOR_LINKS: Setting<{ readonly use: boolean }> = {
  name: 'visitor_links',
  schema: z.object({ use: z.boolean() }),
  first: { use: false },
  action: 'useVisitorLinks',
  broken: 'previous',
}

/** How long sessions last and who needs a second factor. */
export const SIGN_IN: Setting<SignInRules> = {
  name: 'sign_in',
  schema: signInRules,
  first: FIRST_SIGN_IN_RULES,
  action: 'writeSignInRules',
  broken: 'previous',
}

/** The list of declared bots that everything stored was last checked with. */
export const BOT_LIST: Setting<{ readonly fingerprint: string }> = {
  name: 'bot_list',
  schema: z.object({ fingerprint: z.string() }),
  first: { fingerprint: '' },
  action: ACTION,
  broken: 'previous',
}

/** When a rate is good; amounts are in the reporting currency. */
export function performanceThresholds(currency: string): Setting<PerformanceThresholds> {
  // The first form of this setting held numbers.
  const money = z.union([z.string(), z.number()]).transform((value) => moneyText(moneyOf(value), currency))
  return {
    name: 'performance_thresholds',
    schema: thresholds.extend({ rpm: z.object({ good: money, watch: money }) }),
    first: firstThresholds(currency),
    action: ACTION,
    broken: 'previous',
  }
}

/** The price list; amounts are in the reporting currency. */
export function pricingRates(currency: string): Setting<PricingRates> {
  const text = (amount: string) => moneyText(parseMoney(amount), currency)
  return {
    name: 'pricing_rates',
    schema: ratesSchema.transform((rates) => ({
      ...rates,
      base_cpm: text(rates.base_cpm),
      base_cpc: text(rates.base_cpc),
    })),
    first: firstRates(currency),
    action: ACTION,
    broken: 'previous',
  }
}

/** How much of a placement may be paid. */
export const SLOT_MIX_LIMIT: Setting<SlotMixLimit> = {
  name: 'slot_mix_limit',
  schema: slotMixLimit,
  first: FIRST_SLOT_MIX_LIMIT,
  action: ACTION,
  broken: 'previous',
}

export interface PackageRules {
  /** Days after which a hold frees its inventory. */
  readonly hold_days: number
  /** Unit prices in wire format. Nobody books their own quote below. */
  readonly floor_price: { readonly cpi: string; readonly cpc: string; readonly cpa: string }
}

/** How packages are sold; amounts are in the reporting currency. The floor begins at the list price. */
export function packageRules(currency: string): Setting<PackageRules> {
  const price = amount.transform((text) => moneyText(parseMoney(text), currency))
  const { cpm, cpc } = listPrices(currency)
  return {
    name: 'package_rules',
    schema: rulesSchema.extend({ floor_price: z.object({ cpi: price, cpc: price, cpa: price }) }),
    first: { hold_days: 7, floor_price: { cpi: cpm, cpc, cpa: moneyText(0n, currency) } },
    action: ACTION,
    broken: 'previous',
  }
}

export type PacingRules = Readonly<z.output<typeof pacingRules>>

export const PACING_RULES: Setting<PacingRules> = {
  name: 'pacing_rules',
  schema: pacingRules,
  first: {
    ...{ under_pct: 80, over_pct: 120, warm_up_hours: 24, least_planned_units: 100 },
    ...{ wanted_pct: ALLOCATION_PCT.safe, alert_pct: 40, most_pct: ALLOCATION_PCT.highest },
    ...{ automatic: true, valid_minutes: 60 },
  },
  action: ACTION,
  broken: 'previous',
}

function moneyOf(value: string | number) {
  return typeof value === 'string' ? parseMoney(value) : BigInt(Math.round(value * Number(UNIT)))
}

/** Every setting, for checks. */
export function settingsOf(currency: string): readonly Setting<unknown>[] {
  const settings = [
    ...[REPORTING_TIME_ZONE, CURRENCY, RAW_DAYS, PEPPER_FINGERPRINT, SAMPLE_RATE, WITHOUT_CONSENT],
    ...[VISITORS_KNOWN_SINCE, ATTRIBUTION_WINDOWS, VISITOR_LINKS, SIGN_IN, BOT_LIST, performanceThresholds(currency)],
    ...[packageRules(currency), pricingRates(currency), SLOT_MIX_LIMIT, PACING_RULES],
  ]
  return settings as readonly Setting<unknown>[]
}
