import type { EventKind, QueuedEnvelope } from '../queue/queue.ts'

/** One event on its way through a batch, with the envelope it came in and the dead letter it replays, if any. */
export interface Item<E> {
  readonly kind: EventKind
  readonly event: E
  readonly envelope: QueuedEnvelope
  readonly replay: { readonly deadLetterId: string; readonly reason: string } | undefined
}
