import type { Tx } from '../../db/client.ts'
import { DAY } from '../../lib/clock.ts'
import { AppError } from '../../lib/errors.ts'
import { pricingRates } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import type { PackageRow } from './packageRow.ts'

/** Every package that is quoted has a number and an end of its quote. Quoting again renews it; new terms have a new price. */
export async function recordQuote(
  tx: Tx,
  { package_id: id, terms_version: terms, end_date: end }: PackageRow,
  { at, currency }: { readonly at: Date; readonly currency: string },
): Promise<void> {
  const { quote_days: days } = await currentValue(tx, pricingRates(currency))
  // A quote is never valid longer than its flight.
  const until = new Date(Math.min(at.getTime() + days * DAY, end.getTime()))
  await tx`
    insert into package_quotes as q (package_id, quoted_at, valid_until, terms_version)
    values (${id}, ${at}, ${until}, ${terms})
    on conflict (package_id) do update set quoted_at = excluded.quoted_at, valid_until = excluded.valid_until,
      terms_version = excluded.terms_version,
      inputs = case when q.terms_version = excluded.terms_version then q.inputs end,
      priced = case when q.terms_version = excluded.terms_version then q.priced end,
      rates_version = case when q.terms_version = excluded.terms_version then q.rates_version end`
}

/** Packages of older versions have no quote, and no end of it. */
export async function refuseExpiredQuote(tx: Tx, packageId: string, at: Date): Promise<void> {
  const [expired] = await tx<{ until: Date }[]>`
    select valid_until as until from package_quotes where package_id = ${packageId} and valid_until <= ${at}`
  if (expired !== undefined)
    throw new AppError('quote_expired', { details: { valid_until: expired.until.toISOString() } })
}
