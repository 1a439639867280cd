import { uuidV7 } from './ids.ts'
import { isoTime } from './isoTime.ts'
import type { Merchant } from './merchants.ts'
import type { Placement } from './placements.ts'
import type { Random } from './random.ts'
import type { WireClick, WireContext, WireExposure, WireRender } from './wire.ts'

/** The person and the session. */
export interface Viewer {
  readonly userId: string
  readonly sessionId: string
  readonly context: WireContext
}

/** A list on a screen. */
export interface Shown {
  readonly renderId: string
  /** The placement and its index in the world. */
  readonly placement: Placement
  readonly index: number
  readonly viewer: Viewer
  /** When it was shown. */
  readonly at: number
}

export interface Slot {
  readonly rank: number
  readonly merchant: Merchant
  readonly at: number
  readonly viewable: boolean | null
}

export function makeRender({ renderId, placement, viewer, at }: Shown, filled: number): WireRender {
  return {
    render_id: renderId,
    placement_id: placement.placement_id,
    session_id: viewer.sessionId,
    timestamp: isoTime(at),
    slots_available: placement.max_slots,
    slots_filled: filled,
    queued: false,
  }
}

export function makeExposure(rng: Random, shown: Shown, { rank, merchant, at, viewable }: Slot): WireExposure {
  const { renderId, placement, index, viewer } = shown
  return {
    event_id: uuidV7(rng, at),
    merchant_id: merchant.merchant_id,
    exposure_unit_id: merchant.unitIds[index]!,
    exposure_type: placement.exposureType,
    placement_id: placement.placement_id,
    user_id: viewer.userId,
    timestamp: isoTime(at),
    rank_position: rank,
    session_id: viewer.sessionId,
    is_clickable: true,
    algorithm_version: placement.algorithmVersion,
    render_id: renderId,
    viewable,
    queued: false,
    context: viewer.context,
  }
}

export function makeClick(rng: Random, exposure: WireExposure, at: number): WireClick {
  return {
    click_id: uuidV7(rng, at),
    exposure_event_id: exposure.event_id,
    placement_id: exposure.placement_id,
    merchant_id: exposure.merchant_id,
    user_id: exposure.user_id,
    session_id: exposure.session_id,
    timestamp: isoTime(at),
    queued: false,
  }
}
