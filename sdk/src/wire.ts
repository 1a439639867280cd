// What goes over the wire, and how noted items become request bodies. `wire.test-d.ts` holds these types against the
// contract.
import type { Lost } from './core/outbox.ts'
import type { ExposureType } from './types.ts'

export interface WireExposure {
  event_id: string
  merchant_id: string
  exposure_unit_id: string
  exposure_type: ExposureType
  placement_id: string
  user_id: string
  timestamp: string
  rank_position?: number | undefined
  session_id: string
  is_clickable: boolean
  algorithm_version: string
  render_id?: string | undefined
  package_id?: string | undefined
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
  session_id: string
  timestamp: string
  queued?: boolean
}

/** What is noted. */
export interface Item {
  readonly kind: 'exposure' | 'render' | 'click'
  /** In the wire's names; `seal` puts in what may be known late: who looked, and the server's clock. */
  readonly fields: Record<string, unknown>
  /** Device time. */
  readonly at: number
  /** Kept on the device by an earlier page. */
  queued?: boolean
}

export interface SealOptions {
  readonly userId: string
  /** Of the device's clock. */
  readonly offset: number
  readonly sampleRate: number
}

/** After this the server takes an event only as one that the device had to keep; its own limit is 10 minutes. */
const QUEUED_AFTER_MS = 9 * 60_000

/** Empty when the user is not in the sample and there is nothing else to say. */
export function pack(items: readonly Item[], writeKey: string, lost: Lost): string {
  const sent = items.filter(isSampled)
  const dropped = lost.stale + lost.overflow > 0 ? lost : undefined
  if (!sent[0] && !dropped) return ''
  const of = (areRenders: boolean) =>
    sent
      .filter(({ kind }) => (kind === 'render') === areRenders)
      // Undefined fields are left out of the JSON.
      .map(({ fields, at, queued }) => ({
        ...fields,
        queued: queued || Date.now() - at > QUEUED_AFTER_MS || undefined,
      }))
  return JSON.stringify({ write_key: writeKey, events: of(false), renders: of(true), dropped })
}

/** Puts in who looked, and the time corrected by the server's clock: once, the same on every retry and later page. */
export function seal(item: Item, { userId, offset, sampleRate }: SealOptions): void {
  const { fields } = item
  if (fields.timestamp) return
  fields.timestamp = new Date(item.at + offset).toISOString()
  if (item.kind !== 'render') fields.user_id = userId
  if (item.kind === 'exposure' && sampleRate < 1) fields.sample_rate = sampleRate
}

/** By user, so that those in the sample are seen whole; ids are hashes or random, so that their start is as good as chance. */
function isSampled({ fields }: Item): boolean {
  const { sample_rate: rate, user_id: userId } = fields as { sample_rate?: number; user_id: string }
  return !rate || Number.parseInt(userId.slice(0, 8), 16) < rate * 2 ** 32
}
