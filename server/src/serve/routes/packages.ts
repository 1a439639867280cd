import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { listMismatches as mismatchesEndpoint } from '@bx/contracts/endpoints/packageMismatches'
import * as moves from '@bx/contracts/endpoints/packageMoves'
import * as endpoints from '@bx/contracts/endpoints/packages'
import { readWrapUp as readWrapUpEndpoint } from '@bx/contracts/endpoints/packageWrapUp'
import type { Move } from '@bx/contracts/packages/lifecycle'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import { adjustPackage, changeTerms } from '../../commercial/packages/changePackage.ts'
import { createPackage } from '../../commercial/packages/createPackage.ts'
import { listMismatches } from '../../commercial/packages/listMismatches.ts'
import { listPackages } from '../../commercial/packages/listPackages.ts'
import { movePackage } from '../../commercial/packages/movePackage.ts'
import { readWrapUp } from '../../commercial/packages/readWrapUp.ts'
import { steerPackage } from '../../commercial/packages/steerPackage.ts'
import { withPackage } from '../../commercial/packages/withPackage.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Call, Mounts } from '../mount.ts'
import { answerPackage, askedOf, readingOf } from './packageCalls.ts'

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
export function mountPackages(mounts: Mounts, deps: AppDeps): void {
  const { sql, now, organisation: reporting } = deps
  mounts.mount(endpoints.listPackages, ({ query, principal }) => listPackages(sql, query, readingOf(deps, principal)), {
    csv: packagesCsv,
  })
  mounts.mount(endpoints.readPackage, (call) => answerPackage(deps, call))
  mounts.mount(readWrapUpEndpoint, ({ params, principal }) =>
    readWrapUp(sql, params.package_id, readingOf(deps, principal)),
  )
  mounts.mount(endpoints.createPackage, async ({ body, principal }) => {
    const by = { actor: principal.email, at: new Date(now()), reporting }
    return answerPackage(deps, { params: { package_id: await createPackage(sql, by, body) }, principal })
  })
  mounts.mount(endpoints.changePackage, async (call) => {
    await withPackage(sql, askedOf(deps, call, 'change'), (tx, row, step) => changeTerms(tx, row, call.body, step))
    return answerPackage(deps, call)
  })
  mounts.mount(endpoints.steerPackage, async (call) => {
    await withPackage(sql, askedOf(deps, call, 'steer'), (tx, row, step) => steerPackage(tx, row, call.body, step))
    return answerPackage(deps, call)
  })
  mounts.mount(endpoints.adjustPackage, async (call) => {
    await withPackage(sql, askedOf(deps, call, 'adjust'), (tx, row, step) => adjustPackage(tx, row, call.body, step))
    return answerPackage(deps, call)
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
      await withPackage(sql, askedOf(deps, call, move), (tx, row, step) => movePackage(tx, row, move, step))
      return answerPackage(deps, call)
    })
}

const COLUMNS = [
  ...([
    'package_id',
    'package_name',
    'merchant_id',
    'merchant_ref',
    'merchant_name',
    'package_type',
    'status',
  ] as const),
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

const MISMATCH_COLUMNS = [
  ...(['hour', 'package_id', 'package_name', 'merchant_ref', 'merchant_name'] as const),
  ...(['placement_id', 'reason', 'impressions'] as const),
] as const

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
