// What goes over the wire, and how noted items become request bodies. `wire.test-d.ts` holds these types against the
// contract.
import type { Lost } from './core/buffer.ts'
import type { Packed } from './core/outbox.ts'
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
  context: WireContext
}

export interface WireContext {
  platform: string
  sdk_version: string
  market?: string
  category?: string
  arm?: string
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

/** The same for all kinds, and put in when a body is made: the user's hash and the server's clock may be known late. */
type Common = 'timestamp' | 'session_id' | 'user_id' | 'queued'

/** What is noted. */
export type Fact =
  | { readonly kind: 'exposure'; readonly fields: Omit<WireExposure, Common> }
  | { readonly kind: 'render'; readonly fields: Omit<WireRender, Common> }
  | { readonly kind: 'click'; readonly fields: Omit<WireClick, Common> }

export type Item = Fact & {
  /** Device time. */
  readonly at: number
  readonly sessionId: string
  /** Corrected by the server's clock when first sent, the same on every retry. */
  timestamp?: string
}

export interface PackOptions {
  readonly writeKey: string
  readonly userId: string
  /** Of the device's clock. */
  readonly offset: number
  /** What to tell the server of losses. */
  readonly lost: Lost
}

/** After this the server takes an event only as one that the device had to keep; its own limit is 10 minutes. */
const QUEUED_AFTER_MS = 9 * 60_000

export function pack(items: readonly Item[], options: PackOptions): Packed {
  const { writeKey, lost } = options
  const sealed = (areRenders: boolean) =>
    items.filter(({ kind }) => (kind === 'render') === areRenders).map((item) => seal(item, options))
  const dropped = lost.stale + lost.overflow > 0 ? lost : undefined
  const batch = { write_key: writeKey, events: sealed(false), renders: sealed(true), dropped }
  return { body: JSON.stringify(batch), reported: { ...lost } }
}

function seal(item: Item, { userId, offset }: PackOptions): object {
  item.timestamp ??= new Date(item.at + offset).toISOString()
  return {
    ...item.fields,
    timestamp: item.timestamp,
    session_id: item.sessionId,
    // Undefined fields are left out of the JSON.
    user_id: item.kind === 'render' ? undefined : userId,
    queued: Date.now() - item.at > QUEUED_AFTER_MS || undefined,
  }
}
