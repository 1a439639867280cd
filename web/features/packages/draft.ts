import { decimalsOf } from '@bx/contracts/currencies'
import type { CreditModel } from '@bx/contracts/metrics/creditModels'
import { LARGEST_AMOUNT, moneyText, parseMoney } from '@bx/contracts/money'
import { priceOfUnits } from '@bx/contracts/packages/rules'
import {
  BASES_OF,
  type BilledStatus,
  type BillingBasis,
  type DeliveryMode,
  type EndRule,
  MAX_UNITS,
  type PackageType,
} from '@bx/contracts/packages/values'
import { addDays } from '../../lib/addDays.ts'
import type { SoldPackage } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { parseNumber } from '../../lib/parseNumber.ts'
import { texts } from './strings.ts'

// The terms of a package as a form holds them, and the request that they become.

export interface Draft {
  readonly name: string
  readonly merchant: string | null
  readonly type: PackageType
  /** As typed: "1.5M". Empty: no guaranteed units. */
  readonly units: string
  /** As typed, per 1,000 impressions, click or conversion. */
  readonly unitPrice: string
  /** First and last day, both included. */
  readonly start: string
  readonly end: string
  /** Ids; empty: every placement. */
  readonly placements: readonly string[]
  /** Units of each placement, as typed; null: one pool. */
  readonly each: Readonly<Record<string, string>> | null
  readonly basis: BillingBasis
  readonly buffer: string
  readonly cap: string
  readonly dailyCap: string
  readonly endRule: EndRule
  readonly deliveryMode: DeliveryMode
  readonly poNumber: string
  readonly slotToken: boolean
  readonly creditModel: CreditModel
  readonly creditDays: string
  readonly billedStatus: BilledStatus
}

export function emptyDraft(today: string): Draft {
  return {
    name: '',
    merchant: null,
    type: 'CPI',
    units: '',
    unitPrice: '',
    start: addDays(today, 1),
    end: addDays(today, 30),
    placements: [],
    each: null,
    basis: 'in_view',
    buffer: '',
    cap: '',
    dailyCap: '',
    endRule: 'run_to_goal',
    deliveryMode: 'even',
    poNumber: '',
    slotToken: false,
    creditModel: 'decisive_touch',
    creditDays: '30',
    billedStatus: 'confirmed',
  }
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** A draft from a link, such as the one of the simulator; what is missing or invalid is left for the person to fill in. */
export function draftFrom(params: URLSearchParams, today: string): Draft {
  const first = emptyDraft(today)
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? '']
  const digits = (name: string, pattern: RegExp) => (pattern.test(params.get(name) ?? '') ? params.get(name)! : '')
  return {
    ...first,
    merchant: params.get('merchant') || null,
    units: digits('units', /^\d{1,13}$/),
    unitPrice: digits('unit_price', /^\d{1,13}(\.\d{1,4})?$/),
    ...(DAY.test(from) && DAY.test(to) && from <= to ? { start: from, end: to } : {}),
    placements: (params.get('placements') ?? '').split(',').filter(Boolean),
  }
}

/** A package as its form holds it. */
export function draftOf(sold: SoldPackage): Draft {
  const text = (units: number | null) => (units === null ? '' : count(units))
  const hasEach = sold.placements.some(({ units }) => units !== null)
  return {
    name: sold.package_name,
    merchant: sold.merchant_id,
    type: sold.package_type,
    units: text(sold.goal_units),
    unitPrice: sold.unit_price,
    start: sold.first_day,
    end: sold.last_day,
    placements: sold.placements.map(({ placement_id: id }) => id),
    each: hasEach ? Object.fromEntries(sold.placements.map((one) => [one.placement_id, text(one.units)])) : null,
    basis: sold.billing_basis,
    buffer: sold.buffer_units === 0 ? '' : count(sold.buffer_units),
    cap: text(sold.cap_units),
    dailyCap: text(sold.daily_cap_units),
    endRule: sold.end_rule,
    deliveryMode: sold.delivery_mode,
    poNumber: sold.po_number ?? '',
    slotToken: sold.requires_slot_token,
    creditModel: sold.credit_model ?? 'decisive_touch',
    creditDays: String(sold.credit_window_days ?? 30),
    billedStatus: sold.billed_status ?? 'confirmed',
  }
}

/** The other type, with the basis that it is billed by. */
export function withType(draft: Draft, type: PackageType): Draft {
  return { ...draft, type, basis: BASES_OF[type][0]! }
}

/** What is not a number, by the field of the request; the rules between fields are the server's. */
export function problemsIn(draft: Draft, currency: string): Readonly<Record<string, string>> {
  const found: Record<string, string | null> = {
    guaranteed_units: unitsProblem(draft.units, draft.type === 'CPA'),
    unit_price: priceProblem(draft.unitPrice, currency),
    buffer_units: draft.buffer.trim() === '0' ? null : unitsProblem(draft.buffer, true),
    cap_units: unitsProblem(draft.cap, true),
    daily_cap_units: unitsProblem(draft.dailyCap, true),
    placements: draft.placements.some((id) => draft.each && unitsProblem(draft.each[id] ?? '', false) !== null)
      ? texts.enterTheUnitsOfEach
      : null,
    credit_window_days:
      draft.type === 'CPA' && !/^[1-9]\d{0,2}$/.test(draft.creditDays.trim()) ? texts.enterANumberOfDays : null,
    ...(draft.name.trim() === '' ? { package_name: texts.enterAName } : {}),
    ...(draft.merchant === null ? { merchant_id: texts.chooseAMerchant } : {}),
  }
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== null))
}

/** The price of the whole package, as text in wire format; null without units or a valid price. */
export function priceOf({ type, units, unitPrice }: Draft, currency: string): string | null {
  const whole = unitsOf(units)
  if (whole === null || priceProblem(unitPrice, currency) !== null) return null
  return moneyText(priceOfUnits(type, parseMoney(amountOf(unitPrice)), whole, currency), currency)
}

/** The terms of a request; call it for a draft without problems only. */
export function termsOf(draft: Draft, currency: string) {
  const isCpa = draft.type === 'CPA'
  return {
    package_name: draft.name.trim(),
    po_number: draft.poNumber.trim() || null,
    guaranteed_units: unitsOf(draft.units),
    unit_price: amountOf(draft.unitPrice),
    price: priceOf(draft, currency),
    billing_basis: draft.basis,
    start_date: draft.start,
    end_date: draft.end,
    buffer_units: unitsOf(draft.buffer) ?? 0,
    cap_units: unitsOf(draft.cap),
    daily_cap_units: unitsOf(draft.dailyCap),
    end_rule: draft.endRule,
    delivery_mode: draft.deliveryMode,
    placements: draft.placements.map((id) => ({
      placement_id: id,
      units: draft.each === null ? null : unitsOf(draft.each[id] ?? ''),
    })),
    requires_slot_token: draft.slotToken,
    credit_model: isCpa ? draft.creditModel : null,
    credit_window_days: isCpa ? Number(draft.creditDays) : null,
    billed_status: isCpa ? draft.billedStatus : null,
  }
}

/** What may still change once a package is sold. */
export function adjustmentOf(draft: Draft, currency: string) {
  const { guaranteed_units: goal_units, ...terms } = termsOf(draft, currency)
  const { package_name, po_number, buffer_units, cap_units, daily_cap_units, end_rule, delivery_mode } = terms
  const delivery = { package_name, po_number, buffer_units, cap_units, daily_cap_units, end_rule, delivery_mode }
  return { ...delivery, goal_units, placements: terms.placements, end_date: terms.end_date }
}

function unitsProblem(text: string, mayBeEmpty: boolean): string | null {
  if (text.trim() === '') return mayBeEmpty ? null : texts.enterANumberSuch
  const units = parseNumber(text)
  if (units === null || !Number.isInteger(units) || units < 1) return texts.enterAWholeNumberSuch
  return units > MAX_UNITS ? texts.atMost(count(MAX_UNITS)) : null
}

function priceProblem(text: string, currency: string): string | null {
  const amount = amountOf(text)
  if (!/^\d{1,13}(\.\d{1,4})?$/.test(amount) || parseMoney(amount) > LARGEST_AMOUNT)
    return texts.enterAnAmountOfSuch(currency, decimalsOf(currency) === 0 ? '700' : '7.50')
  return null
}

/** Without the commas and blanks that group thousands. */
function amountOf(text: string): string {
  return text.trim().replace(/[, ](?=\d{3}(\D|$))/g, '')
}

function unitsOf(text: string): number | null {
  return text.trim() === '' ? null : parseNumber(text)
}
