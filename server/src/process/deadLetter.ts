import type { EventKind, QueuedEnvelope } from '../queue/queue.ts'
export interface DeadLetter {
  readonly envelope: QueuedEnvelope
  readonly kind: EventKind
  readonly reason: string
  readonly message: string
  readonly missingName: string | null
  readonly eventId: string | null
  readonly body: string
}
