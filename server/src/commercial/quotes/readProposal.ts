import type { PricedQuote } from '@bx/contracts/endpoints/pricing'
import type { Proposal } from '@bx/contracts/endpoints/quotes'
import { moneyText } from '@bx/contracts/money'
import type { Sql, Tx } from '../../db/client.ts'
import { AppError } from '../../lib/errors.ts'
import { readSnapshot } from '../../query/snapshot.ts'
import { type PackageRow, readStored, refuseForeignId } from '../packages/packageRow.ts'
import { localDays, type Reporting } from '../packages/packageTerms.ts'
import { quoteName } from './listQuotes.ts'

// A quote as a merchant may read it. What is shown is listed here field by field, so that no new internal figure
// appears there.

interface Quoted {
  readonly quoteNo: number
  readonly quotedAt: Date
  readonly validUntil: Date
  readonly priced: PricedQuote | null
  readonly merchant: string
  readonly preparedBy: string | null
}

interface Asking {
  readonly now: number
  readonly reporting: Reporting
}

/** Throws unknown_package if the package was never quoted. */
export function readProposal(sql: Sql, packageId: string, asking: Asking): Promise<Proposal> {
  refuseForeignId(packageId)
  return readSnapshot(sql, async (tx) => {
    const [quoted] = await tx<Quoted[]>`
      select quote_no as "quoteNo", quoted_at as "quotedAt", valid_until as "validUntil", merchant_name as merchant,
        case when q.terms_version = p.terms_version then priced end as priced, s.name as "preparedBy"
      from package_quotes q join merchant_packages p using (package_id) join merchant_dim using (merchant_id)
        left join staff_users s on s.email = p.quoted_by
      where package_id = ${packageId}`
    if (quoted === undefined) throw new AppError('unknown_package', { details: { package_id: packageId } })
    const row = await readStored(tx, packageId)
    return proposalOf(row, quoted, await readNames(tx, row), asking)
  })
}

async function readNames(tx: Tx, { placements }: PackageRow): Promise<Proposal['placements']> {
  const known = await tx<{ id: string; name: string }[]>`
    select placement_id as id, placement_name as name from placement_dim order by created_at, placement_key`
  const units = new Map(placements.map((one) => [one.placement_id, one.units]))
  return known
    .filter(({ id }) => units.has(id))
    .map(({ id, name }) => ({ placement_name: name, units: units.get(id)! }))
}

function proposalOf(
  row: PackageRow,
  quoted: Quoted,
  placements: Proposal['placements'],
  { now, reporting }: Asking,
): Proposal {
  const { timeZone, currency } = reporting
  const [first, last] = localDays(row, timeZone)
  return {
    package_id: row.package_id,
    quote_name: quoteName(quoted.quoteNo),
    merchant_name: quoted.merchant,
    package_name: row.package_name,
    package_type: row.package_type,
    units: row.guaranteed_units,
    unit_price: moneyText(row.unit_price, currency),
    price: row.price === null ? null : moneyText(row.price, currency),
    first_day: first,
    last_day: last,
    quoted_at: quoted.quotedAt.toISOString(),
    valid_until: quoted.validUntil.toISOString(),
    is_expired: row.status === 'quoted' && quoted.validUntil.getTime() <= now,
    prepared_by: quoted.preparedBy,
    billing_basis: row.billing_basis,
    buffer_units: row.buffer_units,
    billed_status: row.billed_status,
    credit_window_days: row.credit_window_days,
    po_number: row.po_number,
    placements,
    ...estimatesOf(quoted.priced),
  }
}

/** Only while the terms are those that were priced. */
function estimatesOf(priced: PricedQuote | null): Pick<Proposal, 'lines' | 'reach' | 'expected_clicks'> {
  if (priced?.package_type !== 'CPI') return { lines: [], reach: null, expected_clicks: null }
  const { low, mid, high, basis } = priced.reach
  return { lines: priced.lines, reach: { low, mid, high, basis }, expected_clicks: priced.expected_clicks }
}
