import { type Batch, eventCount, type Queue } from '../queue/queue.ts'
import type { ProcessContext } from './processContext.ts'
import { AlreadyProcessed } from './processedEnvelopes.ts'
import { acknowledge, settle } from './settle.ts'
import { storeEnvelopes } from './storeEnvelopes.ts'

// PROCESS: stores delivered envelopes as facts, one delta and dead letters, in one transaction that also remembers the
// envelopes. After a crash at any point they are delivered again; those already stored are then only acknowledged.

/** Stores the envelopes of one batch; returns how many events were new. */
export async function processBatch(context: ProcessContext, queue: Queue, { envelopes }: Batch): Promise<number> {
  context.failpoint('after-read')
  if (envelopes.length === 0) return 0
  try {
    await storeEnvelopes(context, envelopes, (work) => settle(context, queue, envelopes, work))
    return envelopes.reduce((sum, envelope) => sum + eventCount(envelope), 0)
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error
    const isProcessed = ({ id }: { readonly id: string }) => error.ids.has(id)
    await acknowledge(context, queue, envelopes.filter(isProcessed))
    const fresh = envelopes.filter((envelope) => !isProcessed(envelope))
    return processBatch(context, queue, { envelopes: fresh, unreadable: [] })
  }
}
