import type { Conversion } from '@bx/contracts/events/conversion'
import { UNIT } from '@bx/contracts/money'
import { MAX_SUM } from '../../lib/saturate.ts'
import { amountIsBounded } from './amountIsBounded.ts'
import { currencyIsOurs } from './currencyIsOurs.ts'
import { statusIsReached } from './statusIsReached.ts'
import type { FieldRule } from './validate.ts'

/** Attribution shares a commission in whole ten-thousandths, exact up to 2^53: a larger one is refused, never cut. */
const LARGEST_COMMISSION = Math.floor(MAX_SUM / Number(UNIT))

export interface SaleLimits {
  readonly currency: string
  readonly maxAmount: number
  /** Epoch milliseconds. */
  readonly receivedAt: number
}

/** What an installation requires of a sale in addition to its shape. */
export function saleRules({ currency, maxAmount, receivedAt }: SaleLimits): FieldRule<Conversion>[] {
  return [
    { field: 'currency', check: (sale) => currencyIsOurs(sale, currency) },
    { field: 'order_amount', check: (sale) => amountIsBounded('order_amount', sale.order_amount, maxAmount) },
    {
      field: 'commission_amount',
      check: (sale) =>
        amountIsBounded('commission_amount', sale.commission_amount, Math.min(maxAmount, LARGEST_COMMISSION)),
    },
    { field: 'status_at', check: (sale) => statusIsReached(sale, receivedAt) },
  ]
}
