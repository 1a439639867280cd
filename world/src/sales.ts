import { decimalsOf, roughly } from '@bx/contracts/currencies'
import type { ConversionStatus } from '@bx/contracts/events/values'
import { moneyText, parseMoney, roundMoney } from '@bx/contracts/money'
import { exponential, logNormal } from './distributions.ts'
import { uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import type { Merchant } from './merchants.ts'
import type { Random } from './random.ts'
import type { WireConversion } from './wire.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Time from cause to sale: half within 5 hours, two thirds between 1 hour and 25 hours, never more than 7 days. */
export const LAG_MEDIAN_HOURS = 5
const LAG_SPREAD = 1.6
const LAG_MIN_MS = 2 * MINUTE
const LAG_MAX_MS = 7 * DAY

/** Final statuses of sales; the rest stays pending. A refunded sale was confirmed before. */
export const SALE_FATES = { confirmed: 0.86, rejected: 0.07, refunded: 0.04, pending: 0.03 } as const
const DECISION_MEDIAN_DAYS = 8
const DECISION_MAX_DAYS = 21
const REFUND_MAX_DAYS = 7
/** Networks report a few minutes later. */
const NOTICE_MEAN_MS = 4 * MINUTE
const NOTICE_MAX_MS = HOUR

/** Latest report after the start of its session, milliseconds. */
export const LONGEST_STORY_MS = LAG_MAX_MS + (DECISION_MAX_DAYS + REFUND_MAX_DAYS) * DAY + 2 * HOUR

/** How networks report: most sales name the click, some name only the click, a few have lost it. */
const CLICK_ID_LOST = 0.08
const USER_ID_UNKNOWN = 0.1

export type Cause = 'click' | 'view' | 'organic'

export interface Sale {
  readonly conversionId: string
  readonly cause: Cause
  /** Index of the placement that caused the sale; -1 for organic sales. */
  readonly placement: number
  readonly reports: readonly Report[]
}

export interface Report {
  /** When the server gets the report. */
  readonly at: number
  readonly event: WireConversion
}

export interface SaleSource {
  readonly merchant: Merchant
  readonly placement: number
  readonly userId: string
}

export interface SaleCause extends SaleSource {
  readonly cause: Cause
  readonly at: number
  readonly clickId: string | null
  readonly currency: string
}

export function makeSale(rng: Random, { cause, at, merchant, placement, userId, clickId, currency }: SaleCause): Sale {
  const soldAt = at + lag(rng)
  const orderPence = Math.max(100, Math.round(logNormal(rng, merchant.orderPence, 0.6)))
  const namesClick = clickId !== null && !rng.chance(CLICK_ID_LOST)
  const base = {
    conversion_id: `sale-${uuidV7(rng, soldAt)}`,
    click_id: namesClick ? clickId : null,
    merchant_id: merchant.merchant_id,
    user_id: namesClick && rng.chance(USER_ID_UNKNOWN) ? null : userId,
    timestamp: isoTime(soldAt),
    order_amount: priceOf(orderPence, currency),
    commission_amount: priceOf(Math.round(orderPence * merchant.commissionRate), currency),
    currency,
  }
  const reports = statusesOf(rng, soldAt).map(([status, statusAt]) => ({
    at: statusAt + Math.round(Math.min(NOTICE_MAX_MS, exponential(rng, NOTICE_MEAN_MS))),
    event: { ...base, status, status_at: isoTime(statusAt) },
  }))
  return { conversionId: base.conversion_id, cause, placement, reports }
}

function lag(rng: Random): number {
  let ms = 0
  do ms = Math.round(logNormal(rng, LAG_MEDIAN_HOURS * HOUR, LAG_SPREAD))
  while (ms < LAG_MIN_MS || ms > LAG_MAX_MS)
  return ms
}

function statusesOf(rng: Random, soldAt: number): readonly (readonly [ConversionStatus, number])[] {
  const fate = rng.unit()
  const days = Math.min(DECISION_MAX_DAYS, logNormal(rng, DECISION_MEDIAN_DAYS, 0.5))
  const decidedAt = soldAt + Math.round(days * DAY)
  const refundedAt = decidedAt + Math.round(rng.between(1, REFUND_MAX_DAYS) * DAY)
  const { confirmed, rejected, refunded } = SALE_FATES
  if (fate < confirmed)
    return [
      ['pending', soldAt],
      ['confirmed', decidedAt],
    ]
  if (fate < confirmed + rejected)
    return [
      ['pending', soldAt],
      ['rejected', decidedAt],
    ]
  if (fate < confirmed + rejected + refunded) {
    return [
      ['pending', soldAt],
      ['confirmed', decidedAt],
      ['refunded', refundedAt],
    ]
  }
  return [['pending', soldAt]]
}

/** About the same value in the world's currency, with its decimals. */
function priceOf(pence: number, currency: string): string {
  const price = (BigInt(pence) * parseMoney(roughly(1, currency))) / 100n
  return moneyText(roundMoney(price, decimalsOf(currency)), currency)
}
