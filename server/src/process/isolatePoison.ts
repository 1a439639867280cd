import type { Tx } from '../db/client.ts'
import {
  type Batch,
  type DeliveredEnvelope,
  type Delivery,
  type Queue,
  SUSPECT_ATTEMPTS,
  type TransactionalQueue,
} from '../queue/queue.ts'
import { goodEvents, partsOf } from './partsOf.ts'
import type { ProcessContext } from './processContext.ts'
import { AlreadyProcessed } from './processedEnvelopes.ts'
import { acknowledge, settle } from './settle.ts'

// An envelope whose worker died or failed three times may be killing workers. It is halved until the guilty event is
// alone. When that event has failed three more times, alone in its worker each time, it becomes a dead letter and is
// not handled again. (A worker may also be killed from outside while it holds an innocent event.) An envelope that
// fails without a good event left in it, or that is not an envelope at all, is set aside whole.
// The halves always wait in the queue in PostgreSQL. They are queued in the transaction that remembers the envelope, so
// that a redelivery does not create second halves.

/** Deliveries after which an envelope is not tried whole again. */
export const MAX_ATTEMPTS = 3

export interface Isolating {
  readonly context: ProcessContext
  /** Where the batch came from. */
  readonly queue: Queue
  /** Where the parts go. */
  readonly inbox: TransactionalQueue
  /** Called for each envelope that was moved to failed_envelopes. */
  readonly onSetAside?: (failed: { readonly events: number; readonly reason: string }) => void
}

/** Splits or sets aside what was tried too often. Returns whether there was any; the batch is then consumed. */
export async function isolatePoison(isolating: Isolating, { envelopes, unreadable }: Batch): Promise<boolean> {
  const spent = envelopes.filter(isSpent)
  if (spent.length + unreadable.length === 0) return false
  for (const { payload, reason, ...delivery } of unreadable) await setAside(isolating, delivery, { payload, reason })
  for (const envelope of spent) await isolate(isolating, envelope)
  await isolating.queue.nack(
    envelopes.filter((envelope) => !isSpent(envelope)),
    { countAttempt: false },
  )
  return true
}

function isSpent(envelope: DeliveredEnvelope): boolean {
  return envelope.attempts > (goodEvents(envelope) > 1 ? MAX_ATTEMPTS : SUSPECT_ATTEMPTS + MAX_ATTEMPTS)
}

async function isolate(isolating: Isolating, envelope: DeliveredEnvelope): Promise<void> {
  if (goodEvents(envelope) === 0) {
    const reason = 'a worker failed each time it handled this envelope'
    const { ref: _, lease: __, queuedAt: ___, attempts: ____, events: _____, arrived: ______, ...queued } = envelope
    return setAside(isolating, envelope, { payload: JSON.stringify(queued), reason })
  }
  const options = { queuedAt: envelope.queuedAt, attempts: MAX_ATTEMPTS - 1 }
  await settleOnce(isolating, envelope, (tx) => isolating.inbox.pushWithin(tx, partsOf(envelope), options))
}

/** Stores what no worker can handle, with the reason, so that it can be retried after a fix. */
async function setAside(
  isolating: Isolating,
  delivery: Delivery,
  { payload, reason }: { readonly payload: string; readonly reason: string },
): Promise<void> {
  const { queuedAt, events, arrived } = delivery
  const isNew = await settleOnce(isolating, delivery, async (tx) => {
    await tx`
      insert into failed_envelopes (received_at, events, payload, arrived, reason)
      values (${queuedAt}, ${events}, ${payload}, ${arrived}, ${reason})`
  })
  if (isNew) isolating.onSetAside?.({ events, reason })
}

/** Returns false if the delivery was handled before. */
async function settleOnce(
  { context, queue }: Isolating,
  delivery: Delivery,
  work: (tx: Tx) => Promise<void>,
): Promise<boolean> {
  try {
    await settle(context, queue, [delivery], work)
    return true
  } catch (error) {
    if (!(error instanceof AlreadyProcessed)) throw error
    await acknowledge(context, queue, [delivery])
    return false
  }
}
