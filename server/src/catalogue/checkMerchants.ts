import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { type MerchantEntry, merchantEntry } from '@bx/contracts/endpoints/merchantEntry'
import type { upsertMerchants } from '@bx/contracts/endpoints/merchants'
import type { Merchant } from './merchant.ts'

type Row = Answer<typeof upsertMerchants>['data']['rows'][number]
type EntryRefusal = NonNullable<Row['refusal']>

/** The changes that a list of entries makes to the existing merchants. */
export interface CheckedMerchants {
  readonly rows: readonly Row[]
  readonly created: readonly MerchantEntry[]
  readonly updated: readonly { readonly before: Merchant; readonly after: Merchant }[]
}

/** An entry with the shape of a merchant, or why it is refused. */
export type ReadEntry =
  | { readonly entry: MerchantEntry }
  | { readonly ref: string | null; readonly refusal: EntryRefusal }

export function readEntry(raw: unknown): ReadEntry {
  const parsed = merchantEntry.safeParse(raw)
  if (parsed.success) return { entry: parsed.data }
  const issue = parsed.error.issues[0]!
  const field = issue.path[0] === undefined ? null : String(issue.path[0])
  const given = (raw as { readonly merchant_ref?: unknown } | null)?.merchant_ref
  const refusal = { code: `invalid_${field ?? 'entry'}`, field, message: issue.message }
  return { ref: typeof given === 'string' ? given : null, refusal }
}

/** @param known every merchant that an entry names by reference or id */
export function checkMerchants(entries: readonly ReadEntry[], known: readonly Merchant[]): CheckedMerchants {
  const byRef = new Map(known.map((merchant) => [merchant.merchant_ref, merchant]))
  const byId = new Map(known.map((merchant) => [merchant.merchant_id, merchant]))
  const lastOf = lastIndexes(entries)
  const created: MerchantEntry[] = []
  const updated: { before: Merchant; after: Merchant }[] = []
  const rows = entries.map((read, index): Row => {
    if ('refusal' in read) return { index, merchant_ref: read.ref, outcome: 'refused', refusal: read.refusal }
    const { entry } = read
    const row = (outcome: Row['outcome'], refusal: EntryRefusal | null = null) => ({
      ...{ index, merchant_ref: entry.merchant_ref, outcome, refusal },
    })
    const refusal = repeated(entry, index, lastOf) ?? clash(entry, byRef, byId)
    if (refusal !== null) return row('refused', refusal)
    const before = byRef.get(entry.merchant_ref)
    if (before === undefined) {
      created.push(entry)
      return row('created')
    }
    const after = { ...before, merchant_name: entry.merchant_name, category: entry.category ?? before.category }
    if (after.merchant_name === before.merchant_name && after.category === before.category) return row('unchanged')
    updated.push({ before, after })
    return row('updated')
  })
  return { rows, created, updated }
}

interface LastIndexes {
  readonly ref: ReadonlyMap<string, number>
  readonly id: ReadonlyMap<string, number>
}

function lastIndexes(entries: readonly ReadEntry[]): LastIndexes {
  const [ref, id] = [new Map<string, number>(), new Map<string, number>()]
  entries.forEach((read, index) => {
    if (!('entry' in read)) return
    ref.set(read.entry.merchant_ref, index)
    if (read.entry.merchant_id !== undefined) id.set(read.entry.merchant_id, index)
  })
  return { ref, id }
}

function repeated(entry: MerchantEntry, index: number, last: LastIndexes): EntryRefusal | null {
  const of = (field: 'merchant_ref' | 'merchant_id', at: number | undefined): EntryRefusal | null =>
    at === undefined || at === index
      ? null
      : { code: `repeated_${field}`, field, message: `entry ${at + 1} has the same ${field}; the last one counts` }
  return (
    of('merchant_ref', last.ref.get(entry.merchant_ref)) ??
    (entry.merchant_id === undefined ? null : of('merchant_id', last.id.get(entry.merchant_id)))
  )
}

/** An id and a reference that belong to different merchants. */
function clash(
  { merchant_id: id, merchant_ref: ref }: MerchantEntry,
  byRef: ReadonlyMap<string | null, Merchant>,
  byId: ReadonlyMap<string, Merchant>,
): EntryRefusal | null {
  if (id === undefined) return null
  const [ofRef, ofId] = [byRef.get(ref), byId.get(id)]
  if (ofRef === ofId) return null
  return ofId === undefined
    ? {
        code: 'merchant_ref_taken',
        field: 'merchant_ref',
        message: `belongs to the merchant with id ${ofRef!.merchant_id}`,
      }
    : {
        code: 'merchant_id_taken',
        field: 'merchant_id',
        message: `belongs to ${ofId.merchant_ref ?? 'a merchant without reference'}`,
      }
}
