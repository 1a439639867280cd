// The public interface, plain types: nothing of the contracts' validator reaches the page. `wire.test-d.ts` holds them
// against the contract.

export interface InitOptions {
  /** Origin of the server, e.g. `https://events.example.com`; empty for the page's own. */
  readonly endpoint: string
  readonly writeKey: string
  /** The app's own id of the person; only its SHA-256 leaves the page. Left out for visitors. */
  readonly userId?: string
  /** Nothing is stored or sent before consent. Global Privacy Control counts as refusal. */
  readonly consent: boolean
  readonly platform?: string
}

export type ExposureType =
  | 'banner'
  | 'logo'
  | 'merchant_page'
  | 'card'
  | 'carousel'
  | 'search_result'
  | 'push'
  | 'email'

export interface Slot {
  /** merchant_id, or the app's own merchant_ref. */
  readonly merchantId: string
  /** placement_id, or the app's own placement_key. */
  readonly placementId: string
  readonly exposureUnitId: string
  readonly exposureType: ExposureType
  /** Position in the list, from 0. */
  readonly rankPosition?: number
  /** What `render()` returned: one per fetched list. */
  readonly renderId?: string
  readonly isClickable?: boolean
  readonly algorithmVersion?: string
  readonly packageId?: string
}

export interface RenderedList {
  readonly placementId: string
  /** Made here unless the app has one. */
  readonly renderId?: string
  readonly slotsAvailable: number
  readonly slotsFilled: number
}

export interface Clicked {
  readonly merchantId: string
  readonly placementId?: string
  readonly exposureEventId?: string
}

export interface Client {
  /** Counts the element once; call what it returns when the element goes away. */
  observe(element: Element, slot: Slot): () => void
  /** Notes a list put on the screen; returns its render id. */
  render(list: RenderedList): string
  /** Notes a click and returns its id at once, for the affiliate's sub-id. */
  click(click: Clicked): string
  /** Sends what waits. */
  flush(): Promise<void>
  /** Given or taken back: taking it back drops what waits and forgets the visitor. */
  consent(granted: boolean): void
  /** Ends all observation and sends what waits. */
  stop(): void
}

/** An exposure on the wire. */
export interface WireExposure {
  event_id: string
  merchant_id: string
  exposure_unit_id: string
  exposure_type: ExposureType
  placement_id: string
  user_id: string
  timestamp: string
  rank_position: number | null
  session_id: string
  is_clickable: boolean
  algorithm_version: string
  render_id: string | null
  package_id: string | null
  viewable: boolean
  context: { platform: string; sdk_version: string }
}

export interface WireRender {
  render_id: string
  placement_id: string
  session_id: string
  timestamp: string
  slots_available: number
  slots_filled: number
}

export interface WireClick {
  click_id: string
  exposure_event_id: string | null
  placement_id: string | null
  merchant_id: string
  user_id: string
  session_id: string
  timestamp: string
}
