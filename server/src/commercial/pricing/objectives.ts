import type { Estimate } from '@bx/contracts/endpoints/pricing'
import { type Money, moneyText, parseMoney } from '@bx/contracts/money'
import { type CpiPrice, type PriceLine, priceCpc, priceCpi, shareOf, wholeOf } from '@bx/contracts/packages/pricing'
import type { KnownPlacement } from '../checkDeal.ts'
import type { Asked, Priced } from './asked.ts'
import type { Need } from './checkAvailability.ts'
import { invalid } from './checkInput.ts'
import { reachEstimate } from './readReach.ts'

// One pricer for each objective: awareness is sold by impression, traffic by click, conversions by sale.

const NO_UNITS = 'expected a budget that buys at least one unit, and at most 1,000,000,000,000'

export function cpiQuote({ input, facts, rates, currency, common }: Asked): Priced {
  const found = priceCpi(parseMoney(input.budget), rates.cpm, currency)
  if (found === null) throw invalid('budget', NO_UNITS)
  const reach = reachEstimate(found.units, facts.reach, facts.rates)
  const clicks = shareOf(found.units, common.ctr_pct.mid)
  return {
    price: found.price,
    needs: needsOf(found, facts.eligible, input.placement_ids.length === 0),
    quote: {
      ...common,
      package_type: 'CPI',
      ...soldAt(found, facts.rules.floor_price.cpi, currency),
      guaranteed_impressions: found.units,
      estimated_reach: reach.mid,
      placement_allocation: { high_value: unitsIn(found.lines, 0), standard: unitsIn(found.lines, 1) },
      base_cpm: moneyText(rates.cpm.base, currency),
      blended_cpm: moneyText(found.unitPrice, currency),
      impressions_at_base_cpm: found.unitsAtBase,
      lines: found.lines.map(({ tier, pct, units, cpm, price }) => ({
        ...{ tier, pct, impressions: units },
        ...{ cpm: moneyText(cpm, currency), price: moneyText(price, currency) },
      })),
      reach,
      expected_clicks: clicks,
      expected_sales: salesOf(clicks, common.click_cvr_pct),
    },
  }
}

export function cpcQuote({ input, facts, rates, currency, common }: Asked): Priced {
  const found = priceCpc(parseMoney(input.budget), rates.cpc, currency)
  const impressions = found && wholeOf(found.units, common.ctr_pct.mid)
  if (found === null || impressions === null) throw invalid('budget', NO_UNITS)
  const cvr = common.click_cvr_pct
  return {
    price: found.price,
    needs: [{ tier: 'all', impressions, price: found.price, placementIds: input.placement_ids }],
    quote: {
      ...common,
      package_type: 'CPC',
      ...soldAt(found, facts.rules.floor_price.cpc, currency),
      guaranteed_clicks: found.units,
      estimated_impressions: impressions,
      base_cpc: moneyText(rates.cpc, currency),
      estimated_cvr: `${cvr.low.toFixed(1)}-${cvr.high.toFixed(1)}%`,
      expected_clicks: found.units,
      expected_sales: salesOf(found.units, cvr),
    },
  }
}

/** Nothing is paid up front, so nothing is guaranteed and no inventory is reserved. */
export function cpaQuote({ input, facts, currency, common }: Asked): Priced {
  const perSale = input.price_per_sale == null ? null : parseMoney(input.price_per_sale)
  const floor = facts.rules.floor_price.cpa
  return {
    price: 0n,
    needs: [],
    quote: {
      ...common,
      package_type: 'CPA',
      price: null,
      unit_price: perSale === null ? null : moneyText(perSale, currency),
      floor_price: floor,
      is_below_floor: perSale !== null && perSale < parseMoney(floor),
      commission_structure: 'Performance-based',
      estimated_impressions: 'Variable (optimised for CVR)',
      note: 'No upfront cost - commission on conversions only',
      expected_clicks: null,
      expected_sales: null,
    },
  }
}

function soldAt(found: { readonly unitPrice: Money; readonly price: Money }, floor: string, currency: string) {
  return {
    price: moneyText(found.price, currency),
    unit_price: moneyText(found.unitPrice, currency),
    floor_price: floor,
    is_below_floor: found.unitPrice < parseMoney(floor),
  }
}

/** Each kind of placement has to deliver its own line. */
function needsOf({ lines, units, price }: CpiPrice, eligible: readonly KnownPlacement[], isAll: boolean): Need[] {
  const sold = lines.filter((line) => line.units > 0)
  const idsOf = (tier: string) => eligible.filter((one) => one.tier === tier).map(({ placementId }) => placementId)
  // Without any placement there is nothing to look at by kind.
  if (isAll && sold.some(({ tier }) => idsOf(tier).length === 0))
    return [{ tier: 'all', impressions: units, price, placementIds: [] }]
  return sold.map((line) => ({
    ...{ tier: line.tier, impressions: line.units, price: line.price },
    placementIds: idsOf(line.tier),
  }))
}

function unitsIn(lines: readonly PriceLine[], at: 0 | 1): number {
  return lines[at]!.units
}

function salesOf(clicks: number, cvr: Estimate) {
  return { low: shareOf(clicks, cvr.low), high: shareOf(clicks, cvr.high) }
}
