import { randomUUID } from 'node:crypto'
import { uuidv7 } from '../../src/lib/ids.ts'
import type { Envelope } from '../../src/queue/queue.ts'
import { envelope, pseudonymOf } from './pipeline.ts'

// Journeys written by hand: exposures, clicks and sales with their times.

const HOUR = 3_600_000

/** Envelopes of one journey, received in an order of the test's choice. */
export interface Journey {
  see(placementId: string, at: number): Envelope
  /** @param exposure the envelope whose exposure it names */
  click(exposure: Envelope | null, at: number): Envelope
  buy(id: string, at: number, sale?: Partial<Envelope['conversions'][number]>): Envelope
}

export function journey(merchantId: string): Journey {
  const [user_id, session_id] = [pseudonymOf(), randomUUID()]
  const who = { merchant_id: merchantId, user_id, session_id }
  const sent = (at: number, parts: Partial<Envelope>) =>
    envelope({ keyKind: 'import', receivedAt: Math.min(Date.now(), at + 1000), ...parts })
  return {
    see: (placement_id, at) =>
      sent(at, {
        exposures: [
          {
            ...{ ...who, event_id: uuidv7(at), placement_id, exposure_unit_id: randomUUID(), timestamp: at },
            ...{ exposure_type: 'card', rank_position: 0, is_clickable: true, algorithm_version: 'v1', viewable: true },
          },
        ],
      }),
    click: (exposure, at) =>
      sent(at, {
        clicks: [
          {
            ...{ ...who, click_id: uuidv7(at), placement_id: null, timestamp: at },
            exposure_event_id: exposure?.exposures[0]?.event_id ?? null,
          },
        ],
      }),
    buy: (conversion_id, at, sale = {}) =>
      sent(at, {
        keyKind: 'server',
        receivedAt: Math.min(Date.now(), at + HOUR),
        conversions: [
          {
            ...{ conversion_id, click_id: null, merchant_id: merchantId, user_id, timestamp: at, currency: 'GBP' },
            ...{ order_amount: '20', commission_amount: '1', status: 'confirmed' as const, ...sale },
          },
        ],
      }),
  }
}
