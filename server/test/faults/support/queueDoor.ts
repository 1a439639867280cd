import type { Exposure } from '@bx/contracts/events/exposure'
import { pepperOf, pseudonymise, uuidv7 } from '../../../src/lib/ids.ts'
import { postgresQueue } from '../../../src/queue/postgres.ts'
import type { Envelope } from '../../../src/queue/queue.ts'
import type { WireExposure } from './events.ts'
import type { FaultStack } from './faultStack.ts'
import type { Ledger } from './ledger.ts'

/** Exposures as they lie in the queue: times are numbers, user ids pseudonymised. Nothing validates them any more. */
export function queuedExposures(pepper: Buffer, events: readonly WireExposure[]): Exposure[] {
  const secret = pepperOf(pepper)
  return events.map((event) => ({
    ...(event as unknown as Exposure),
    timestamp: Date.parse(event.timestamp),
    user_id: pseudonymise(secret, String(event.user_id)),
  }))
}

export function envelopeOf(exposures: readonly Exposure[]): Envelope {
  return {
    ...{ id: uuidv7(), keyId: 'fault-tests', keyKind: 'server', receivedAt: Date.now(), ivt: null },
    ...{ exposures, renders: [], clicks: [], conversions: [], refused: [] },
  }
}

/** Puts events into the queue past all validation; they count as acknowledged once the queue has them. */
export async function pushUnchecked(faults: FaultStack, ledger: Ledger, exposures: readonly Exposure[]): Promise<void> {
  const queue = postgresQueue({ ingest: faults.owner, worker: faults.owner })
  await queue.push([envelopeOf(exposures)])
  await ledger.append(exposures.map((event) => event.event_id))
  await queue.close()
}
