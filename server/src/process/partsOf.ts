import { uuidv7 } from '../lib/ids.ts'
import { type Envelope, type EventKind, eventCount } from '../queue/queue.ts'
import { deadLetterBody } from './deadLetters.ts'

/** Events that were not refused on receipt. */
export function goodEvents(envelope: Envelope): number {
  return eventCount(envelope) - envelope.refused.length
}

/** Its halves; for a single event its refusal. Each is a new envelope. */
export function partsOf(envelope: Envelope): Envelope[] {
  const size = goodEvents(envelope)
  if (size > 1) return [slice(envelope, 0, Math.ceil(size / 2)), slice(envelope, Math.ceil(size / 2), size)]
  // A replay that kills its worker is dropped: its dead letter still waits and is already counted.
  return envelope.replays ? [] : [refuseAll(envelope)]
}

/** The events `from` to `to`, counted across all four lists; refused events stay with the first part. */
function slice(envelope: Envelope, from: number, to: number): Envelope {
  let start = 0
  const cut = <E>(list: readonly E[]): E[] => {
    const part = list.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += list.length
    return part
  }
  const { keyId, keyKind, receivedAt, ivt, source } = envelope
  return {
    ...{ id: uuidv7(), keyId, keyKind, receivedAt, ivt },
    ...(source === undefined ? {} : { source }),
    exposures: cut(envelope.exposures),
    renders: cut(envelope.renders),
    clicks: cut(envelope.clicks),
    conversions: cut(envelope.conversions),
    refused: from === 0 ? envelope.refused : [],
    ...(from === 0 && envelope.lost ? { lost: envelope.lost } : {}),
    ...(envelope.replays ? { replays: envelope.replays.slice(from, to) } : {}),
  }
}

function refuseAll(envelope: Envelope): Envelope {
  // What fails workers may not be an event at all: null, a number.
  const refuse = (kind: EventKind, id: string) => (event: Readonly<Record<string, unknown>> | null) => ({
    kind,
    code: 'worker_died',
    message: 'a worker died, failed or timed out each time it handled this event',
    eventId: typeof event?.[id] === 'string' ? event[id] : null,
    body: deadLetterBody(kind, event ?? {}),
  })
  return {
    ...slice(envelope, 0, 0),
    refused: [
      ...envelope.refused,
      ...envelope.exposures.map(refuse('exposure', 'event_id')),
      ...envelope.renders.map(refuse('render', 'render_id')),
      ...envelope.clicks.map(refuse('click', 'click_id')),
      ...envelope.conversions.map(refuse('conversion', 'conversion_id')),
    ],
  }
}
