import type { Answer, Body } from '@bx/contracts/endpoints/endpoint'
import { MAX_MERCHANT_ENTRIES, type MerchantEntry } from '@bx/contracts/endpoints/merchantEntry'
import type { upsertMerchants } from '@bx/contracts/endpoints/merchants'
import { AppError } from '../lib/errors.ts'
import { plainArray, type Sql, type Tx, textArray } from '../store/db.ts'
import { audit } from './audit.ts'
import { type Merchant, refusingDuplicates } from './dimensions.ts'
import { type JudgedMerchants, judgeMerchants, type ReadEntry, readEntry } from './judgeMerchants.ts'

type Result = Answer<typeof upsertMerchants>['data']

/** Merchants that others make in the same moment are known the next time. */
const ATTEMPTS = 5

/**
 * Creates or updates merchants by reference. Entries that cannot be stored are refused by themselves, the others stand.
 * Throws already_exists, with nothing stored, when others keep making the same merchants meanwhile.
 */
export async function putMerchants(sql: Sql, actor: string, body: Body<typeof upsertMerchants>): Promise<Result> {
  const { merchants } = body
  if (merchants.length > MAX_MERCHANT_ENTRIES)
    throw new AppError('too_many_merchants', { details: { merchants: merchants.length } })
  const entries = merchants.map(readEntry)
  for (let attempt = 1; ; attempt++) {
    try {
      return await putOnce(sql, actor, entries, body.dry_run ?? false)
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof AppError && error.code === 'already_exists')) throw error
    }
  }
}

function putOnce(sql: Sql, actor: string, entries: readonly ReadEntry[], isDry: boolean): Promise<Result> {
  return refusingDuplicates(() =>
    sql.begin(async (tx) => {
      const judged = judgeMerchants(entries, await readKnown(tx, entries))
      const result = resultOf(judged)
      if (isDry) return result
      const created = await insertMerchants(tx, judged.created)
      await updateMerchants(tx, judged.updated)
      await auditEach(tx, actor, judged, created)
      const { rows: _, ...counts } = result
      await audit(tx, { actor, action: 'upsertMerchants', target: 'merchants', details: counts })
      return result
    }),
  )
}

/** In key order, so that two uploads do not deadlock. */
function readKnown(tx: Tx, entries: readonly ReadEntry[]): Promise<Merchant[]> {
  const good = entries.flatMap((read) => ('entry' in read ? [read.entry] : []))
  return tx<Merchant[]>`
    select merchant_id, merchant_ref, merchant_name, category from merchant_dim
    where merchant_ref = any(${textArray(good.map((entry) => entry.merchant_ref))}::text[])
      or merchant_id = any(${plainArray(good.flatMap((entry) => entry.merchant_id ?? []))}::uuid[])
    order by merchant_id for update`
}

function insertMerchants(tx: Tx, entries: readonly MerchantEntry[]): Promise<Merchant[]> {
  const sorted = entries.toSorted((a, b) => (a.merchant_ref < b.merchant_ref ? -1 : 1))
  return tx<Merchant[]>`
    insert into merchant_dim (merchant_id, merchant_ref, merchant_name, category)
    select coalesce(id, gen_random_uuid()), ref, name, category from unnest(
      ${textArray(sorted.map((entry) => entry.merchant_id ?? null))}::uuid[],
      ${textArray(sorted.map((entry) => entry.merchant_ref))}::text[],
      ${textArray(sorted.map((entry) => entry.merchant_name))}::text[],
      ${textArray(sorted.map((entry) => entry.category ?? null))}::text[]) as t (id, ref, name, category)
    returning merchant_id, merchant_ref, merchant_name, category`
}

async function updateMerchants(tx: Tx, changes: JudgedMerchants['updated']): Promise<void> {
  const after = changes.map((change) => change.after)
  if (after.length === 0) return
  await tx`
    update merchant_dim m set merchant_name = t.name, category = t.category, updated_at = now()
    from unnest(
      ${plainArray(after.map((merchant) => merchant.merchant_id))}::uuid[],
      ${textArray(after.map((merchant) => merchant.merchant_name))}::text[],
      ${textArray(after.map((merchant) => merchant.category))}::text[]) as t (id, name, category)
    where m.merchant_id = t.id`
}

/** Each merchant with what was replaced, as if it had been changed alone. */
async function auditEach(tx: Tx, actor: string, judged: JudgedMerchants, created: readonly Merchant[]): Promise<void> {
  const made = created.map(({ merchant_id, ...details }) => ({ action: 'createMerchant', merchant_id, details }))
  const changed = judged.updated.map(({ before, after }) => ({
    action: 'updateMerchant',
    merchant_id: after.merchant_id,
    details: { before: shownOf(before), after: shownOf(after) },
  }))
  const entries = [...made, ...changed]
  await tx`
    insert into audit_log (actor, action, target, details)
    select ${actor}, action, target, details::jsonb from unnest(
      ${textArray(entries.map(({ action }) => action))}::text[],
      ${textArray(entries.map(({ merchant_id }) => merchant_id))}::text[],
      ${textArray(entries.map(({ details }) => JSON.stringify(details)))}::text[]) as t (action, target, details)`
}

function shownOf({ merchant_name, category }: Merchant) {
  return { merchant_name, category }
}

function resultOf({ rows }: JudgedMerchants): Result {
  const of = (wanted: Result['rows'][number]['outcome']) => rows.filter(({ outcome }) => outcome === wanted).length
  return {
    ...{ created: of('created'), updated: of('updated'), unchanged: of('unchanged'), refused: of('refused') },
    rows: [...rows],
  }
}
