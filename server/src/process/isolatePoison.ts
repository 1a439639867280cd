import {
  type Claim,
  type Envelope,
  type EventKind,
  eventCount,
  type QueuedEnvelope,
  SUSPECT_ATTEMPTS,
} from '../queue/queue.ts'
import { deadLetterBody } from './deadLetters.ts'

// An envelope whose worker died or failed three times is suspected of killing workers. It is cut in halves until the
// event that does it stands alone; when that one has failed three times more, alone in its worker each time, it becomes
// a dead letter without being handled again. (A worker may be killed from outside while it holds an innocent event.) An
// envelope that fails although no good event is left in it is set aside whole.

/** Claims after which an envelope is no longer tried as it is. */
export const MAX_ATTEMPTS = 3

/** Splits what was tried too often. Returns whether there was any; the claim is then used up. */
export async function isolatePoison(claim: Claim): Promise<boolean> {
  const suspects = claim.envelopes.filter(isSpent)
  if (suspects.length === 0) return false
  for (const envelope of suspects) {
    if (goodEvents(envelope) === 0) await claim.setAside(envelope, 'a worker failed each time it handled this envelope')
    else await claim.split(envelope, partsOf(envelope), { attempts: MAX_ATTEMPTS - 1 })
  }
  await claim.giveBack({ countAttempt: false })
  return true
}

function isSpent(envelope: QueuedEnvelope): boolean {
  const size = goodEvents(envelope)
  return envelope.attempts > (size > 1 ? MAX_ATTEMPTS : SUSPECT_ATTEMPTS + MAX_ATTEMPTS)
}

function goodEvents(envelope: Envelope): number {
  return eventCount(envelope) - envelope.refused.length
}

function partsOf(envelope: QueuedEnvelope): Envelope[] {
  const size = goodEvents(envelope)
  if (size > 1) return [slice(envelope, 0, Math.ceil(size / 2)), slice(envelope, Math.ceil(size / 2), size)]
  // A replay that kills its worker is dropped: its dead letter still waits, and is counted already.
  return envelope.replays ? [] : [refuseAll(envelope)]
}

/** The events `from` to `to`, counted through all four lists; what was refused stays with the first part. */
function slice(envelope: Envelope, from: number, to: number): Envelope {
  let start = 0
  const cut = <E>(list: readonly E[]): E[] => {
    const part = list.slice(Math.max(0, from - start), Math.max(0, to - start))
    start += list.length
    return part
  }
  const { keyId, keyKind, receivedAt, ivt, source } = envelope
  return {
    ...{ keyId, keyKind, receivedAt, ivt },
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
  // What fails workers may be no event at all: null, a number.
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
