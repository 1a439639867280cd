import type { SlotMixLimit } from '@bx/contracts/metrics/paidShare'
import type { PricingRates } from '@bx/contracts/packages/pricing'
import type { Sql, Tx } from '../db/client.ts'
import { flatVersion } from './flatVersion.ts'
import {
  PACING_RULES,
  type PacingRules,
  type PackageRules,
  packageRules,
  pricingRates,
  SLOT_MIX_LIMIT,
} from './registry.ts'
import { readSetting, type Setting, writeSetting } from './setting.ts'

/** The price list, the rules of packages and of pacing, and the limit of the paid share, as the API sends them. */
export async function readCommercialRules(sql: Sql | Tx, currency: string) {
  const [pricing, packages, slotMix, pacing] = await Promise.all([
    readSetting(sql, pricingRates(currency)),
    readSetting(sql, packageRules(currency)),
    readSetting(sql, SLOT_MIX_LIMIT),
    readSetting(sql, PACING_RULES),
  ])
  return {
    ...{ pricing: flatVersion(pricing), packages: flatVersion(packages) },
    ...{ slot_mix: flatVersion(slotMix), pacing: flatVersion(pacing) },
  }
}

interface Writer {
  readonly actor: string
  readonly currency: string
}
type Edited<T> = T & { readonly version: number }

/** Throws changed_meanwhile if the edited version is no longer in force; the other writers too. */
export function writePricingRates(sql: Sql, by: Writer, value: Edited<PricingRates>) {
  return write(sql, by, pricingRates(by.currency), value)
}

export function writePackageRules(sql: Sql, by: Writer, value: Edited<PackageRules>) {
  return write(sql, by, packageRules(by.currency), value)
}

export function writeSlotMixLimit(sql: Sql, by: Writer, value: Edited<SlotMixLimit>) {
  return write(sql, by, SLOT_MIX_LIMIT, value)
}

export function writePacingRules(sql: Sql, by: Writer, value: Edited<PacingRules>) {
  return write(sql, by, PACING_RULES, value)
}

function write<T extends object>(
  sql: Sql,
  { actor, currency }: Writer,
  setting: Setting<T>,
  { version, ...rest }: Edited<T>,
) {
  return sql.begin(async (tx) => {
    // In the currency's own decimals, as readers return it.
    const value = setting.schema.parse(rest)
    await writeSetting(tx, setting, { actor, version, value })
    return readCommercialRules(tx, currency)
  })
}
