import { UNATTRIBUTED_REASONS, type UnattributedReason } from '@bx/contracts/metrics/unattributed'
import { moneyText } from '@bx/contracts/money'
import type { Tx } from '../db/client.ts'
import type { Days } from '../lib/clock.ts'
import { conversionsOf, type Outcome } from './outcomes.ts'

/** Tracked sales that are not attributed, by reason; they sum up to all of them. */
export interface UnattributedCount {
  readonly reason: UnattributedReason
  readonly conversions: number
  /** Ten-thousandths of the currency. */
  readonly commission: string
}

/** @param merchantId a merchant, or ALL_MERCHANTS */
export function readUnattributed(tx: Tx, merchantId: string, days: Days): Promise<UnattributedCount[]> {
  return tx<UnattributedCount[]>`
    select reason, sum(conversions)::bigint as conversions, sum(commission)::text as commission from unattributed_daily
    where merchant_id = ${merchantId} and day between ${days.start} and ${days.end} group by reason`
}

/** @param nowhere clicks and sales that are credited to no placement */
export function unattributedFields(nowhere: Outcome, counts: readonly UnattributedCount[], currency: string) {
  const byReason = new Map(counts.map((count) => [count.reason, count]))
  return {
    clicks: nowhere.clicks,
    conversions: conversionsOf(nowhere.pending + nowhere.confirmed),
    total_revenue: moneyText(nowhere.money, currency),
    reasons: UNATTRIBUTED_REASONS.flatMap((reason) => {
      const count = byReason.get(reason)
      if (count === undefined) return []
      return [{ reason, conversions: count.conversions, total_revenue: moneyText(BigInt(count.commission), currency) }]
    }),
  }
}
