import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { undoAllocation } from '@bx/contracts/endpoints/pacing'
import type { Fragment, Tx } from '../../db/client.ts'

type Changed = Answer<typeof undoAllocation>['data']

/** Changes of the shares of a package, newest first. */
export async function readChanges(tx: Tx, packageId: string): Promise<Changed[]> {
  return show(await read(tx, tx`package_id = ${packageId} order by change_no desc limit 100`))
}

/** One change that exists. */
export async function readChange(tx: Tx, changeNo: number): Promise<Changed> {
  return show(await read(tx, tx`change_no = ${changeNo}`))[0]!
}

type Row = Omit<Changed, 'changed_at'> & { readonly changed_at: Date }

function read(tx: Tx, which: Fragment): Promise<Row[]> {
  return tx<Row[]>`
    select change_no, changed_at, placement_id, coalesce(placement_name, '') as placement_name, kind, share_before,
      share_after, actor, reason, undone_by
    from allocation_changes left join placement_dim using (placement_id) where ${which}`
}

function show(rows: readonly Row[]): Changed[] {
  return rows.map(({ changed_at, ...row }) => ({ ...row, changed_at: changed_at.toISOString() }))
}
