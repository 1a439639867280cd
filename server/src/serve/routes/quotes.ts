import * as rules from '@bx/contracts/endpoints/commercialRules'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { price } from '@bx/contracts/endpoints/pricing'
import * as endpoints from '@bx/contracts/endpoints/quotes'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import type { StaffPrincipal } from '../../accounts/principal.ts'
import type { Reading } from '../../commercial/packages/showPackages.ts'
import { priceQuote } from '../../commercial/pricing/priceQuote.ts'
import { listQuotes, readQuote } from '../../commercial/quotes/listQuotes.ts'
import { readProposal } from '../../commercial/quotes/readProposal.ts'
import { saveQuote } from '../../commercial/quotes/saveQuote.ts'
import * as settings from '../../settings/commercialRules.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Prices, quotes, and what commercial people set. */
export function mountQuotes(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  const { currency, timeZone } = organisation
  const meta = { currency, time_zone: timeZone }
  const context = () => ({ now: now(), organisation })
  const readingOf = ({ permissions }: StaffPrincipal): Reading => ({
    ...{ permissions, now: now(), reporting: organisation },
  })
  mounts.mount(price, async ({ body }) => ({ data: await priceQuote(sql, body, context()), meta }))
  mounts.mount(endpoints.listQuotes, ({ query, principal }) => listQuotes(sql, query, readingOf(principal)), {
    csv: quotesCsv,
  })
  mounts.mount(endpoints.saveQuote, async ({ body, principal }) => {
    const id = await saveQuote(sql, body, { actor: principal.email, ...context() })
    return { data: await readQuote(sql, id, readingOf(principal)), meta }
  })
  mounts.mount(endpoints.readProposal, async ({ params }) => ({
    data: await readProposal(sql, params.package_id, { now: now(), reporting: organisation }),
    meta,
  }))
  mounts.mount(rules.readCommercialRules, async () => ({
    data: await settings.readCommercialRules(sql, currency),
    meta: { currency },
  }))
  mountRules(mounts, { sql, organisation })
}

function mountRules(mounts: Mounts, { sql, organisation: { currency } }: Pick<AppDeps, 'sql' | 'organisation'>): void {
  const by = ({ email }: StaffPrincipal) => ({ actor: email, currency })
  const meta = { currency }
  mounts.mount(rules.writePricingRates, async ({ body, principal }) => ({
    data: await settings.writePricingRates(sql, by(principal), body),
    meta,
  }))
  mounts.mount(rules.writePackageRules, async ({ body, principal }) => ({
    data: await settings.writePackageRules(sql, by(principal), body),
    meta,
  }))
  mounts.mount(rules.writePacingRules, async ({ body, principal }) => ({
    data: await settings.writePacingRules(sql, by(principal), body),
    meta,
  }))
  mounts.mount(rules.writeSlotMixLimit, async ({ body, principal }) => ({
    data: await settings.writeSlotMixLimit(sql, by(principal), body),
    meta,
  }))
}

const COLUMNS = [
  ...(['quote_name', 'package_id', 'merchant_name', 'package_name', 'package_type', 'budget', 'units'] as const),
  ...(['unit_price', 'price', 'first_day', 'last_day', 'quote_state', 'status', 'quoted_at', 'valid_until'] as const),
  ...(['hold_expires_at', 'owner', 'rates_version', 'is_changed'] as const),
] as const

function quotesCsv({ data, meta }: Answer<typeof endpoints.listQuotes>): CsvTable {
  return {
    name: 'quotes',
    columns: [...COLUMNS, 'currency'],
    rows: data.map((row) => [...COLUMNS.map((column) => row[column]), meta.currency]),
    of: meta.total,
  }
}
