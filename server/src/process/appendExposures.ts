import type { Exposure } from '@bx/contracts/events/exposure'
import type { StampVerdict } from '@bx/contracts/packages/values'
import { type Fragment, plainArray, type Tx, textArray } from '../db/client.ts'
import type { LocalTime } from '../db/localTime.ts'
import { type ComputedColumn, type EventColumn, EXPOSURE_COLUMNS } from '../facts/exposureColumns.ts'
import type { SlotTokenResult } from '../facts/packages/slotToken.ts'
import { type Dated, withoutKnownIds } from './appendOnce.ts'
import type { MerchantKey } from './dimensions.ts'
import { type Item, sourceOf } from './item.ts'

export interface ExposureRow extends Dated {
  readonly item: Item<Exposure>
  readonly merchant: MerchantKey
  readonly placementId: string
  readonly local: LocalTime
  readonly ivt: string | null
  /** null without a stamp. */
  readonly packageVerdict: StampVerdict | null
  /** null without a token. */
  readonly slotToken: SlotTokenResult | null
  /** Its package counts exposures with a valid token only. */
  readonly needsToken: boolean
}

/**
 * Inserts exposures that are not stored yet. Returns the inserted rows. `rows` hold each id once.
 * @param awaiting receives the clicks that name one of them and were attributed without it
 */
export async function appendExposures(
  tx: Tx,
  rows: readonly ExposureRow[],
  awaiting: Set<string>,
): Promise<ReadonlySet<ExposureRow>> {
  const candidates = await withoutKnownIds(tx, 'exposure', rows, (dated) => storedExposures(tx, dated))
  if (candidates.length === 0) return new Set()
  const [result] = await insert(tx, candidates)
  for (const click of result!.clicks ?? []) awaiting.add(click)
  if (result!.all) return new Set(candidates)
  const ids = new Set(result!.ids)
  return new Set(candidates.filter((row) => ids.has(row.id)))
}

/** Which of these exposures are stored. */
export async function storedExposures(tx: Tx, dated: readonly Dated[]): Promise<ReadonlySet<string>> {
  const rows = await tx<{ event_id: string }[]>`
    select e.event_id from unnest(
      ${plainArray(dated.map((d) => d.id))}::uuid[], ${plainArray(dated.map((d) => d.date))}::date[]) as t(id, date)
    join exposure_events e on e.event_id = t.id and e.event_date = t.date`
  return new Set(rows.map((row) => row.event_id))
}

// The ids are returned only if some were duplicates: most batches have none, and 1000 ids cost more than the rest of
// the answer. Rows are inserted by key, so that two workers with the same events wait for each other instead of
// deadlocking.
function insert(tx: Tx, rows: readonly ExposureRow[]) {
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const names = tx.unsafe(APPENDED_NAMES)
  return tx<{ all: boolean; ids: string[]; clicks: string[] | null }[]>`
    with stored as (
      insert into exposure_events (${names})
      select * from unnest(${APPENDED.map((column, i) => arrayOf(tx, column, sorted, i === 0))}) as t (${names})
      where not exists (select from event_ids known
        where known.event_id = t.event_id and known.kind = 'exposure' and known.event_date <> t.event_date)
      on conflict do nothing
      returning event_id
    )
    select count(*) = ${rows.length} as all,
      case when count(*) < ${rows.length} then array_agg(event_id) end as ids,
      (select array_agg(click_id) from awaited_exposures where exposure_event_id in (select event_id from stored)) as clicks
    from stored`
}

const APPENDED = EXPOSURE_COLUMNS.filter((column) => column.from !== 'default')
const APPENDED_NAMES = APPENDED.map(({ name }) => `"${name}"`).join(', ')

type Value = string | number | boolean | null

/** The columns that the append computes; the others hold a field of the event. */
const COMPUTED: Readonly<Record<ComputedColumn, (row: ExposureRow) => Value>> = {
  timestamp: ({ item }) => new Date(item.event.timestamp).toISOString(),
  received_at: ({ item }) => new Date(item.envelope.receivedAt).toISOString(),
  hour: ({ local }) => local.hour,
  day: ({ local }) => local.day,
  event_date: ({ date }) => date,
  merchant_id: ({ merchant }) => merchant.merchantId,
  placement_id: ({ placementId }) => placementId,
  queued: ({ item }) => item.event.queued ?? false,
  ivt_reason: ({ ivt }) => ivt,
  source_hash: ({ item }) => sourceOf(item),
  package_verdict: ({ packageVerdict }) => packageVerdict,
  slot_token_result: ({ slotToken }) => slotToken,
}

/** One column of all rows. */
function arrayOf(tx: Tx, column: (typeof APPENDED)[number], rows: readonly ExposureRow[], isFirst: boolean): Fragment {
  const { type } = column
  const values = column.from === 'computed' ? rows.map(COMPUTED[column.name]) : fieldOf(column.name, type, rows)
  // Text from senders may contain quotes and commas.
  const isText = type === 'text' || type === 'jsonb'
  const array = isText ? textArray(values as readonly (string | null)[]) : plainArray(values)
  return tx`${isFirst ? tx`` : tx`, `}${array}::${tx.unsafe(type)}[]`
}

function fieldOf(name: EventColumn, type: string, rows: readonly ExposureRow[]): Value[] {
  if (type !== 'jsonb') return rows.map(({ item }) => (item.event[name] as Value | undefined) ?? null)
  return rows.map(({ item }) => {
    const value = item.event[name]
    return value ? JSON.stringify(value) : null
  })
}
