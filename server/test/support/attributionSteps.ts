import { expect } from 'vitest'
import { attribute } from '../../src/attribution/attribute.ts'
import { processBatch } from '../../src/process/processBatch.ts'
import type { Envelope } from '../../src/queue/queue.ts'
import { ATTRIBUTION_MERCHANTS } from './attributionFacts.ts'
import { setCategory } from './categories.ts'
import type { TestDatabase } from './database.ts'
import { asReceived } from './evidence.ts'
import type { TestPipeline } from './pipeline.ts'

// Steps between two runs of the attributor.

/** Before any second look. */
export const NOTHING_COUNTED = new Date(0)

/** As if each envelope had been queued when it was received. Nothing is rolled up: that is not what is attributed. */
export async function processStep(worker: TestPipeline, step: readonly Envelope[]): Promise<void> {
  await worker.queue.push(step)
  const { process, queue } = worker
  for (let batch = await queue.receive(1000); batch !== null; batch = await queue.receive(1000))
    await processBatch(process, queue, asReceived(batch))
}

/**
 * Two reports of one sale, or of one click, wait for each other: they cannot overlap. Nor can two that say who a visitor is,
 * or two that leave dead letters, which are counted.
 */
export function waitForEachOther(
  one: readonly Envelope[],
  other: readonly Envelope[],
  lateKey: string | null,
): boolean {
  const locksOf = (envelopes: readonly Envelope[]) =>
    envelopes.flatMap(({ conversions, clicks, exposures }) => [
      ...conversions.map((sale) => `${sale.merchant_id} ${sale.conversion_id}`),
      ...clicks.map((click) => click.click_id),
      ...exposures.flatMap(({ visitor_id: visitor }) => visitor ?? []),
      ...[...exposures, ...clicks].filter((event) => event.placement_id === lateKey).map(() => 'dead letters'),
    ])
  const locks = new Set(locksOf(one))
  return locksOf(other).some((lock) => locks.has(lock))
}

/** Changes a merchant's category; its figures move with it. */
export async function recategorise({ app }: TestDatabase, step: number): Promise<void> {
  const merchantId = ATTRIBUTION_MERCHANTS[step % ATTRIBUTION_MERCHANTS.length]!
  const category = ['Food', 'Home', null][step % 3]!
  await setCategory(app, category, merchantId)
}

export async function crash({ app }: TestDatabase): Promise<void> {
  const dying = attribute(app, NOTHING_COUNTED, () => {
    // Like a lost connection: a dead process counts no failed attempt.
    throw Object.assign(new Error('crash'), { code: 'ECONNRESET' })
  })
  await dying.catch((error: Error) => expect(error.message).toBe('crash'))
}
