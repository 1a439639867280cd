import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { listMismatches as mismatchesEndpoint } from '@bx/contracts/endpoints/packageMismatches'
import * as moves from '@bx/contracts/endpoints/packageMoves'
import * as endpoints from '@bx/contracts/endpoints/packages'
import type { Move, PersonAction } from '@bx/contracts/packages/lifecycle'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import type { StaffPrincipal } from '../../accounts/principal.ts'
import { adjustPackage, changeTerms } from '../../commercial/packages/changePackage.ts'
import { createPackage } from '../../commercial/packages/createPackage.ts'
import { listMismatches } from '../../commercial/packages/listMismatches.ts'
import { listPackages } from '../../commercial/packages/listPackages.ts'
import { movePackage } from '../../commercial/packages/movePackage.ts'
import { readPackage } from '../../commercial/packages/readPackage.ts'
import type { Reading } from '../../commercial/packages/showPackages.ts'
import { type Asked, withPackage } from '../../commercial/packages/withPackage.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Call, Mounts } from '../mount.ts'

const MOVES = {
  quote: moves.quotePackage,
  hold: moves.holdPackage,
  release: moves.releasePackage,
  withdraw: moves.withdrawPackage,
  approve: moves.approvePackage,
  pause: moves.pausePackage,
  resume: moves.resumePackage,
  cancel: moves.cancelPackage,
  close: moves.closePackage,
} satisfies Record<Move, object>

/** Packages: the list, one of them, and what people do with it. */
export function mountPackages(mounts: Mounts, { sql, now, organisation: reporting }: AppDeps): void {
  const readingOf = ({ permissions }: StaffPrincipal): Reading => ({ permissions, now: now(), reporting })
  const answer = async (packageId: string, principal: StaffPrincipal) => {
    const { data, meta } = await readPackage(sql, packageId, readingOf(principal))
    return { data, meta }
  }
  const askedOf = (call: Acting, action: PersonAction): Asked => ({
    ...{ packageId: call.params.package_id, version: call.body.version, reason: call.body.reason ?? null },
    ...{ actor: call.principal.email, action, now: now(), reporting },
  })
  mounts.mount(endpoints.listPackages, ({ query, principal }) => listPackages(sql, query, readingOf(principal)), {
    csv: packagesCsv,
  })
  mounts.mount(endpoints.readPackage, ({ params, principal }) => answer(params.package_id, principal))
  mounts.mount(endpoints.createPackage, async ({ body, principal }) => {
    const by = { actor: principal.email, at: new Date(now()), reporting }
    return answer(await createPackage(sql, by, body), principal)
  })
  mounts.mount(endpoints.changePackage, async (call) => {
    await withPackage(sql, askedOf(call, 'change'), (tx, row, step) => changeTerms(tx, row, call.body, step))
    return answer(call.params.package_id, call.principal)
  })
  mounts.mount(endpoints.adjustPackage, async (call) => {
    await withPackage(sql, askedOf(call, 'adjust'), (tx, row, step) => adjustPackage(tx, row, call.body, step))
    return answer(call.params.package_id, call.principal)
  })
  mounts.mount(
    mismatchesEndpoint,
    async ({ query: { start_date: start, end_date: end } }) => ({
      data: await listMismatches(sql, { start, end }),
      meta: { time_zone: reporting.timeZone },
    }),
    { csv: mismatchesCsv },
  )
  for (const [move, endpoint] of Object.entries(MOVES) as [Move, (typeof MOVES)[Move]][])
    mounts.mount(endpoint, async (call: Call<typeof endpoint>) => {
      await withPackage(sql, askedOf(call, move), (tx, row, step) => movePackage(tx, row, move, step))
      return answer(call.params.package_id, call.principal)
    })
}

interface Acting {
  readonly params: { readonly package_id: string }
  readonly body: { readonly version: number; readonly reason?: string | undefined }
  readonly principal: StaffPrincipal
}

const COLUMNS = [
  ...(['package_id', 'package_name', 'merchant_id', 'merchant_name', 'package_type', 'status'] as const),
  ...(['guaranteed_units', 'goal_units', 'planned_units', 'unit_price', 'price', 'billing_basis'] as const),
  ...(['buffer_units', 'cap_units', 'daily_cap_units', 'end_rule', 'delivery_mode', 'start_date', 'end_date'] as const),
  'requires_slot_token',
  ...(['first_day', 'last_day', 'hold_expires_at', 'quoted_by', 'approved_by', 'po_number', 'terms_version'] as const),
] as const

const DELIVERED = [
  ...(['impressions_gross', 'impressions', 'viewable', 'clicks', 'repeated_clicks', 'conversions'] as const),
  ...(['mismatched', 'delivered_units', 'billed_units', 'remaining_units', 'free_units'] as const),
] as const

function packagesCsv({ data, meta }: Answer<typeof endpoints.listPackages>): CsvTable {
  return {
    name: 'packages',
    columns: [...COLUMNS, ...DELIVERED, 'placements', 'currency'],
    rows: data.map((row) => [
      ...COLUMNS.map((column) => row[column]),
      ...DELIVERED.map((column) => row.delivery[column]),
      row.placements.map(({ placement_key }) => placement_key).join(' '),
      meta.currency,
    ]),
    of: meta.total,
  }
}

const MISMATCH_COLUMNS = ['hour', 'package_id', 'package_name', 'placement_id', 'reason', 'impressions'] as const

function mismatchesCsv(
  { data }: Answer<typeof mismatchesEndpoint>,
  { query }: Call<typeof mismatchesEndpoint>,
): CsvTable {
  return {
    name: `package_mismatches_${query.start_date}_${query.end_date}`,
    columns: MISMATCH_COLUMNS,
    rows: data.map((row) => MISMATCH_COLUMNS.map((column) => row[column])),
  }
}
