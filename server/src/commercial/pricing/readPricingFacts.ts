import type { PricingRates } from '@bx/contracts/packages/pricing'
import type { Sql, Tx } from '../../db/client.ts'
import { addDays, type Days } from '../../lib/clock.ts'
import { localNow } from '../../lib/localDay.ts'
import { findMerchant } from '../../query/findMerchant.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { daySketchMemoryOf } from '../../reach/daySketchMemory.ts'
import { readWindows } from '../../settings/attributionWindows.ts'
import { type PackageRules, packageRules, performanceThresholds, pricingRates } from '../../settings/registry.ts'
import { currentValue, readSetting } from '../../settings/setting.ts'
import { type DealMerchant, eligibleOf, type KnownPlacement } from '../checkDeal.ts'
import type { SimulationContext } from '../simulateDeal.ts'
import type { PriceInput } from './checkInput.ts'
import { type Enough, type History, readAchieved } from './readEstimates.ts'
import { type ReachHistory, readReachHistory } from './readReach.ts'

/** Everything that a quote is made of, besides the request. */
export interface PricingFacts {
  readonly rates: PricingRates
  readonly ratesVersion: number
  readonly rules: PackageRules
  readonly merchant: DealMerchant | null
  /** Placements of the quote. */
  readonly eligible: readonly KnownPlacement[]
  readonly history: History
  readonly reach: ReachHistory
  readonly enough: Enough
}

/** Days whose sales are final, behind rates. */
const RATE_DAYS = 30
/** Whole days behind the reach curve: at most four weeks, and no longer than the flight. */
const REACH_DAYS = 28

/** @param length days of the flight; null: not asked */
export async function readPricingFacts(
  sql: Sql,
  input: PriceInput,
  length: number | null,
  { now, organisation }: SimulationContext,
): Promise<PricingFacts> {
  const { currency, timeZone } = organisation
  const found = input.merchant_id == null ? null : await findMerchant(sql, input.merchant_id)
  const merchant = found && { id: found.merchant_id, name: found.merchant_name }
  const yesterday = addDays(localNow(now, timeZone).day, -1)
  const reachDays = { start: addDays(yesterday, 1 - Math.min(length ?? REACH_DAYS, REACH_DAYS)), end: yesterday }
  return readSnapshot(sql, async (tx) => {
    const [rates, rules, thresholds, placements, windows] = await Promise.all([
      readSetting(tx, pricingRates(currency)),
      currentValue(tx, packageRules(currency)),
      currentValue(tx, performanceThresholds(currency)),
      readKnown(tx),
      readWindows(tx),
    ])
    const isEligible = eligibleOf(input.placement_ids, placements)
    const days = closedDays(yesterday, windows.conversionDays)
    const placementIds = input.placement_ids.length === 0 ? [] : [...isEligible]
    return {
      ...{ rates: rates.value, ratesVersion: rates.version, rules, merchant },
      eligible: placements.filter(({ placementId }) => isEligible.has(placementId)),
      history: await readAchieved(tx, { days, merchantId: merchant?.id ?? null, placementIds }),
      reach:
        input.merchant_objective === 'awareness'
          ? await readReachHistory(tx, reachDays, daySketchMemoryOf(sql))
          : { audience: 0, merchants: [] },
      enough: { impressions: thresholds.min_impressions, clicks: thresholds.min_clicks },
    }
  })
}

function closedDays(yesterday: string, conversionDays: number): Days {
  const end = addDays(yesterday, -Math.ceil(conversionDays))
  return { start: addDays(end, 1 - RATE_DAYS), end }
}

function readKnown(tx: Tx): Promise<KnownPlacement[]> {
  return tx<KnownPlacement[]>`
    select placement_id as "placementId", placement_key as key, placement_name as name, tier
    from placement_dim order by created_at, placement_key`
}
