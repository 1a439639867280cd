import { CONVERSION_STATUSES } from '@bx/contracts/events/values'
import type { Envelope } from '../../src/queue/queue.ts'
import type { ClickFact, ExposureFact, SaleIds } from './attributionFacts.ts'
import { type AttributionSpec, isSignIn, VISITOR } from './attributionSpec.ts'
import { envelope } from './pipeline.ts'

// How the events of an attribution world are sent.

const [HOUR, DAY] = [3_600_000, 86_400_000]

/** How a placement is named. */
type Named = (placementId: string | null) => string | null

export function exposureEnvelope(
  fact: ExposureFact,
  row: AttributionSpec['exposures'][number],
  named: Named,
): Envelope {
  const { phase, waited } = row
  const ivt = fact.flagged ? 'bot_user_agent' : null
  const isReplay = phase === 1 && waited
  return envelope({
    keyKind: 'import',
    receivedAt: fact.at + (phase === 0 || waited ? 1000 : HOUR),
    ...(isReplay ? { replays: [{ deadLetterId: '0', reason: 'unknown_placement', ivt }] } : { ivt }),
    exposures: [
      {
        event_id: fact.eventId,
        merchant_id: fact.merchantId,
        placement_id: isReplay ? fact.placementId : named(fact.placementId)!,
        exposure_unit_id: '60000000-0000-4000-8000-000000000000',
        exposure_type: 'card',
        user_id: fact.userId,
        ...(isSignIn(row) ? { visitor_id: VISITOR } : {}),
        timestamp: fact.at,
        rank_position: 0,
        session_id: fact.sessionId,
        is_clickable: true,
        algorithm_version: 'v1',
        viewable: fact.viewable,
      },
    ],
  })
}

export function clickEnvelope(fact: ClickFact, named: Named): Envelope {
  return envelope({
    receivedAt: fact.at + 1000,
    ivt: fact.flagged ? 'bot_user_agent' : null,
    clicks: [
      {
        click_id: fact.clickId,
        merchant_id: fact.merchantId,
        placement_id: named(fact.placementId),
        exposure_event_id: fact.exposureEventId,
        user_id: fact.userId,
        session_id: fact.sessionId,
        timestamp: fact.at,
      },
    ],
  })
}

export function saleEnvelope(
  { id, at, merchantId, userId, clickId }: SaleIds,
  one: AttributionSpec['sales'][number]['reports'][number],
): Envelope {
  return envelope({
    keyKind: 'server',
    receivedAt: at + 1000,
    conversions: [
      {
        conversion_id: id,
        merchant_id: merchantId,
        user_id: userId,
        click_id: clickId,
        timestamp: at,
        order_amount: one.cents === 0 ? '0' : '100',
        commission_amount: String(one.cents / 100),
        currency: 'GBP',
        status: CONVERSION_STATUSES[one.status]!,
        status_at: at + one.day * DAY,
      },
    ],
  })
}
