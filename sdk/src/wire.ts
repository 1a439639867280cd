// The wire format, and how recorded items become request bodies. `wire.test-d.ts` compares these types with the contract.
import type { Lost } from './core/outbox.ts'
import type { ExposureType } from './types.ts'

export interface WireExposure {
  event_id: string
  merchant_id: string
  exposure_unit_id: string
  exposure_type: ExposureType
  placement_id: string
  user_id: string
  visitor_id?: string | undefined
  timestamp: string
  rank_position?: number | undefined
  session_id: string
  is_clickable: boolean
  algorithm_version: string
  render_id?: string | undefined
  package_id?: string | undefined
  slot_token?: string | undefined
  viewable: boolean
  queued?: boolean
  sample_rate?: number | undefined
  context: WireContext
}

export interface WireContext {
  platform: string
  sdk_version: string
  market?: string
  category?: string
  arm?: string
  consent?: string | undefined
}

export interface WireRender {
  render_id: string
  placement_id: string
  session_id: string
  timestamp: string
  slots_available: number
  slots_filled: number
  queued?: boolean
}

export interface WireClick {
  click_id: string
  exposure_event_id?: string | undefined
  placement_id?: string | undefined
  merchant_id: string
  user_id: string
  visitor_id?: string | undefined
  session_id: string
  timestamp: string
  queued?: boolean
}

/** The person of the events; the id is known a moment later, when it is hashed. */
export interface Owner {
  id?: string
  /** The visitor id of this member, sent until the server has accepted it. */
  visitor?: string | null
}

/** A recorded item. */
export interface Item {
  readonly kind: 'exposure' | 'render' | 'click'
  /** Fields in wire names; `seal` adds what may be known late: the person, and the server's time. */
  readonly fields: Record<string, unknown>
  /** Device time. */
  readonly at: number
  /** Until the item is sealed; then it is in `fields`. */
  owner?: Owner | undefined
  /** Stored on the device by an earlier page. */
  queued?: boolean
}

export interface SealOptions {
  /** Correction of the device's clock. */
  readonly offset: number
  readonly sampleRate: number
}

/** Events older than this are marked as stored on the device; the server's limit for others is 10 minutes. */
const QUEUED_AFTER_MS = 9 * 60_000

/** Empty when the user is not in the sample and there is nothing else to send. */
export function pack(items: readonly Item[], writeKey: string, lost: Lost): string {
  const sent = items.filter(isSampled)
  const dropped = lost.stale + lost.overflow > 0 ? lost : undefined
  if (!sent[0] && !dropped) return ''
  const of = (areRenders: boolean) =>
    sent
      .filter(({ kind }) => (kind === 'render') === areRenders)
      // JSON omits undefined fields.
      .map(({ fields, at, queued }) => ({
        ...fields,
        queued: queued || Date.now() - at > QUEUED_AFTER_MS || undefined,
      }))
  const renders = of(true)
  return JSON.stringify({ write_key: writeKey, events: of(false), renders: renders[0] && renders, dropped })
}

/**
 * Adds the person and the time corrected by the server's clock. This happens once, so every retry and later page sends the
 * same. Nothing happens until the person is known.
 */
export function seal(item: Item, { offset, sampleRate }: SealOptions): void {
  const { fields, kind, owner } = item
  if (!owner?.id) return
  item.owner = undefined
  fields.timestamp = new Date(item.at + offset).toISOString()
  if (kind !== 'render') {
    fields.user_id = owner.id
    if (owner.visitor) fields.visitor_id = owner.visitor
  }
  if (kind === 'exposure' && sampleRate < 1) fields.sample_rate = sampleRate
}

/** Samples by user, so that users in the sample are complete. Ids are hashes or random, so their first digits are random too. */
function isSampled({ fields }: Item): boolean {
  const { sample_rate: rate, user_id: userId } = fields as { sample_rate?: number; user_id: string }
  return !rate || Number(`0x${userId.slice(0, 8)}`) < rate * 2 ** 32
}
