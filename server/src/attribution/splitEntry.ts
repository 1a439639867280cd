import { plainArray, type Sql, type Tx } from '../db/client.ts'

// Splits entries of attribution_queue until each holds one click, one sale, one exposure or one user and merchant.

interface Entry {
  readonly clicks: string[] | null
  readonly conversions: number[] | null
  readonly users: string[] | null
  readonly merchants: string[] | null
  readonly exposures: string[] | null
}

type EntryItem =
  | { readonly kind: 'click' | 'exposure'; readonly id: string }
  | { readonly kind: 'sale'; readonly id: number }
  | { readonly kind: 'pair'; readonly user: string; readonly merchant: string }

/**
 * Replaces an entry by two with half of its items each, and returns their ids; none if it holds one item or is gone.
 */
export async function splitEntry(sql: Sql, id: number): Promise<number[]> {
  return sql.begin(async (tx) => {
    const entry = await lockEntry(tx, id)
    const items = entry === null ? [] : itemsOf(entry)
    if (entry === null || items.length < 2) return []
    const middle = Math.ceil(items.length / 2)
    const halves = [await copyEntry(tx, id, items.slice(0, middle)), await copyEntry(tx, id, items.slice(middle))]
    await tx`delete from attribution_queue where queue_id = ${id}`
    return halves
  })
}

/**
 * Moves an entry with one item to failed_attributions. If the item is already there, counts another failure.
 * @returns the item; null if the entry is gone
 */
export async function setAsideEntry(sql: Sql, id: number, reason: string): Promise<string | null> {
  return sql.begin(async (tx) => {
    const entry = await lockEntry(tx, id)
    if (entry === null) return null
    const item = await nameOf(tx, itemsOf(entry)[0])
    await tx`
      with gone as (delete from attribution_queue where queue_id = ${id} returning *)
      insert into failed_attributions as f (item, clicks, conversions, users, merchants, exposures, earliest, latest, asked_at, reason)
      select ${item}, clicks, conversions, users, merchants, exposures, earliest, latest, asked_at, ${reason} from gone
      on conflict (item) where retried_at is null do update
      set failures = f.failures + 1, failed_at = now(), reason = excluded.reason,
        earliest = least(f.earliest, excluded.earliest), latest = greatest(f.latest, excluded.latest)`
    return item
  })
}

// The lock is the right to attribute: entries are only inserted and deleted, so that no login needs the right to update
// them.
async function lockEntry(tx: Tx, id: number): Promise<Entry | null> {
  await tx`select 1 from attribution_state for update`
  const [entry] = await tx<Entry[]>`
    select clicks, conversions, users, merchants, exposures from attribution_queue where queue_id = ${id}`
  return entry ?? null
}

function itemsOf({ clicks, conversions, users, merchants, exposures }: Entry): EntryItem[] {
  return [
    ...(clicks ?? []).map((id) => ({ kind: 'click', id }) as const),
    ...(conversions ?? []).map((id) => ({ kind: 'sale', id }) as const),
    ...(users ?? []).map((user, i) => ({ kind: 'pair', user, merchant: merchants?.[i] ?? '' }) as const),
    ...(exposures ?? []).map((id) => ({ kind: 'exposure', id }) as const),
  ]
}

/**
 * An entry like this one, with these items only. Its times are copied in SQL: they may be out of JavaScript's range.
 */
async function copyEntry(tx: Tx, id: number, items: readonly EntryItem[]): Promise<number> {
  const ids = (kind: EntryItem['kind']) => items.flatMap((item) => (item.kind === kind && 'id' in item ? item.id : []))
  const pairs = items.filter((item) => item.kind === 'pair')
  const [row] = await tx<{ id: number }[]>`
    insert into attribution_queue (not_before, received_at, second_look_of, asked_at, clicks, conversions, users, merchants, exposures, earliest, latest)
    select not_before, received_at, second_look_of, asked_at, ${plainArray(ids('click'))}::uuid[], ${plainArray(ids('sale'))}::bigint[],
      ${plainArray(pairs.map(({ user }) => user))}::uuid[], ${plainArray(pairs.map(({ merchant }) => merchant))}::uuid[],
      ${plainArray(ids('exposure'))}::uuid[], earliest, latest
    from attribution_queue where queue_id = ${id} returning queue_id as id`
  return row!.id
}

async function nameOf(tx: Tx, item: EntryItem | undefined): Promise<string> {
  if (item === undefined) return 'an empty entry'
  if (item.kind === 'pair') return `exposures of user ${item.user} and merchant ${item.merchant}`
  if (item.kind !== 'sale') return `${item.kind} ${item.id}`
  const [sale] = await tx<{ name: string }[]>`
    select conversion_id || ' of merchant ' || merchant_id as name from conversion_events where conversion_no = ${item.id}`
  return `sale ${sale?.name ?? `no. ${item.id}`}`
}
