import type { Answer, Body } from '@bx/contracts/endpoints/endpoint'
import type { upsertMerchants } from '@bx/contracts/endpoints/merchants'
import type { Sql, Tx } from '../store/db.ts'
import { audit } from './audit.ts'
import { refusingDuplicates } from './dimensions.ts'

type Entry = Body<typeof upsertMerchants>['merchants'][number]
type Result = Answer<typeof upsertMerchants>['data']
type Row = Result['rows'][number]

/** Creates or updates merchants by reference; entries that cannot be stored are refused by themselves, the others stand. */
export function putMerchants(sql: Sql, actor: string, body: Body<typeof upsertMerchants>): Promise<Result> {
  const entries = body.merchants.map((merchant, index) => ({ merchant, index }))
  const lastOf = new Map(entries.map(({ merchant, index }) => [merchant.merchant_ref, index]))
  return refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const rows: Row[] = []
      // In key order, so that two uploads do not deadlock.
      for (const { merchant, index } of entries.toSorted((a, b) =>
        a.merchant.merchant_ref < b.merchant.merchant_ref ? -1 : 1,
      )) {
        const last = lastOf.get(merchant.merchant_ref)!
        const answer =
          last === index
            ? await putMerchant(tx, merchant)
            : {
                outcome: 'refused' as const,
                message: `Entry ${last + 1} has the same merchant_ref; the last one counts.`,
              }
        rows.push({ index, merchant_ref: merchant.merchant_ref, ...answer })
      }
      const counts = {
        created: rows.filter(({ outcome }) => outcome === 'created').length,
        updated: rows.filter(({ outcome }) => outcome === 'updated').length,
        refused: rows.filter(({ outcome }) => outcome === 'refused').length,
      }
      await audit(tx, {
        actor,
        action: 'upsertMerchants',
        target: 'merchants',
        details: { merchants: lastOf.size, ...counts },
      })
      return { ...counts, rows: rows.toSorted((a, b) => a.index - b.index) }
    }),
  )
}

async function putMerchant(tx: Tx, merchant: Entry): Promise<Pick<Row, 'outcome' | 'message'>> {
  const id = merchant.merchant_id?.toLowerCase() ?? null
  const [clash] = await tx<{ ref: string | null; id: string }[]>`
    select merchant_ref as ref, merchant_id as id from merchant_dim
    where ${id}::uuid is not null and (merchant_id = ${id}::uuid) <> (merchant_ref is not distinct from ${merchant.merchant_ref})
      and (merchant_id = ${id}::uuid or merchant_ref = ${merchant.merchant_ref}) limit 1`
  if (clash !== undefined) return { outcome: 'refused', message: clashOf(clash, id) }
  // A merchant made by somebody else since with this id stops the whole upload with already_exists, and nothing is stored.
  const [row] = await tx<{ inserted: boolean }[]>`
    insert into merchant_dim as m (merchant_id, merchant_ref, merchant_name, category)
    values (coalesce(${id}::uuid, gen_random_uuid()), ${merchant.merchant_ref}, ${merchant.merchant_name},
      ${merchant.category ?? null})
    on conflict (merchant_ref) do update
    set merchant_name = excluded.merchant_name, category = coalesce(excluded.category, m.category), updated_at = now()
    returning xmax = 0 as inserted`
  return { outcome: row!.inserted ? 'created' : 'updated', message: null }
}

function clashOf(clash: { ref: string | null; id: string }, id: string | null): string {
  return clash.id === id
    ? `merchant_id belongs to the merchant with the reference ${clash.ref ?? '(none)'}.`
    : `merchant_ref belongs to the merchant with the id ${clash.id}.`
}
