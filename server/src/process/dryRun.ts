import type { QueuedEnvelope } from '../queue/queue.ts'
import { lockForAppend } from './appendOnce.ts'
import type { ConversionRow } from './conversionRow.ts'
import { insertIsolating } from './insertIsolating.ts'
import type { Item } from './item.ts'
import type { ProcessContext } from './processContext.ts'
import type { RowRefusal } from './rules/rule.ts'
import { appendAll, validateBatch } from './storeEnvelopes.ts'
import type { Refusing } from './validate.ts'

export interface DryRun {
  readonly item: Item<unknown>
  readonly outcome: 'stored' | 'duplicate' | 'superseded' | RowRefusal
}

/** What would happen to these events now, by the same rules and statements that store them; nothing is stored. */
export async function dryRun(context: ProcessContext, envelopes: readonly QueuedEnvelope[]): Promise<DryRun[]> {
  const validated = await validateBatch(context, envelopes)
  const poisoned: Refusing[] = []
  const rows = [...validated.exposures, ...validated.renders, ...validated.clicks, ...validated.conversions]
  const fresh = await undone(context, async (tx) => {
    await lockForAppend(tx, [...validated.exposures, ...validated.renders, ...validated.clicks])
    return appendAll(tx, validated, insertIsolating, poisoned)
  })
  const { sales, exposures, renders, clicks } = fresh
  const isFresh = new Set<unknown>([...exposures, ...renders, ...clicks, ...sales.stored])
  const outcomeOf = (row: (typeof rows)[number]): DryRun['outcome'] =>
    isFresh.has(row) ? 'stored' : sales.superseded.has(row as ConversionRow) ? 'superseded' : 'duplicate'
  const isPoisoned = new Set<unknown>(poisoned.map(({ item }) => item))
  return [
    ...rows.filter(({ item }) => !isPoisoned.has(item)).map((row) => ({ item: row.item, outcome: outcomeOf(row) })),
    ...validated.copies.map((item) => ({ item, outcome: 'duplicate' as const })),
    ...[...validated.refused, ...poisoned].map(({ item, refusal }) => ({ item, outcome: refusal })),
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
