import type { QueuedEnvelope } from '../queue/queue.ts'
import { lockForAppend } from './appendOnce.ts'
import { insertIsolating } from './insertIsolating.ts'
import type { Item } from './item.ts'
import type { Refusing } from './judge.ts'
import { appendAll, judgeBatch, type ProcessContext } from './processBatch.ts'
import type { Refusal } from './rules/rule.ts'
import type { ConversionRow } from './upsertConversions.ts'

export interface Rehearsed {
  readonly item: Item<unknown>
  readonly outcome: 'stored' | 'duplicate' | 'superseded' | Refusal
}

/** What would become of these events now, by the same rules and statements that store them; nothing is kept. */
export async function rehearse(context: ProcessContext, envelopes: readonly QueuedEnvelope[]): Promise<Rehearsed[]> {
  const judged = await judgeBatch(context, envelopes)
  const poisoned: Refusing[] = []
  const rows = [...judged.exposures, ...judged.renders, ...judged.clicks, ...judged.conversions]
  const fresh = await undone(context, async (tx) => {
    await lockForAppend(tx, [...judged.exposures, ...judged.renders, ...judged.clicks])
    return appendAll(tx, judged, insertIsolating, poisoned)
  })
  const { sales, exposures, renders, clicks } = fresh
  const isFresh = new Set<unknown>([...exposures, ...renders, ...clicks, ...sales.stored])
  const outcomeOf = (row: (typeof rows)[number]): Rehearsed['outcome'] =>
    isFresh.has(row) ? 'stored' : sales.superseded.has(row as ConversionRow) ? 'superseded' : 'duplicate'
  const isPoisoned = new Set<unknown>(poisoned.map(({ item }) => item))
  return [
    ...rows.filter(({ item }) => !isPoisoned.has(item)).map((row) => ({ item: row.item, outcome: outcomeOf(row) })),
    ...judged.copies.map((item) => ({ item, outcome: 'duplicate' as const })),
    ...[...judged.refused, ...poisoned].map(({ item, refusal }) => ({ item, outcome: refusal })),
  ]
}

/** Runs `work` in a transaction that is rolled back, and returns what it found. */
async function undone<T>(
  { sql }: ProcessContext,
  work: (tx: Parameters<typeof appendAll>[0]) => Promise<T>,
): Promise<T> {
  let found: { readonly value: T } | undefined
  const stop = new Error('rolled back on purpose')
  await sql
    .begin(async (tx) => {
      found = { value: await work(tx) }
      throw stop
    })
    .catch((error: unknown) => {
      if (error !== stop) throw error
    })
  return found!.value
}
