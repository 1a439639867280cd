import type { IvtReason } from '@bx/contracts/events/values'
import type { EventKind, QueuedEnvelope, Replay } from '../queue/queue.ts'

/** One event on its way through a batch, with the envelope it came in and the dead letter it replays, if any. */
export interface Item<E> {
  readonly kind: EventKind
  readonly event: E
  readonly envelope: QueuedEnvelope
  readonly replay: Replay | undefined
}

/** Why its request was suspected of invalid traffic; a replay has the verdict of the refused request. */
export function ivtOf({ envelope, replay }: Item<unknown>): IvtReason | null {
  return replay ? (replay.ivt ?? null) : envelope.ivt
}

/** The source of its request. */
export function sourceOf({ envelope, replay }: Item<unknown>): number | null {
  return (replay ? replay.source : envelope.source) ?? null
}
