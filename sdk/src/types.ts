// The public interface: plain types, nothing of the contract's validator reaches the page.

export interface InitOptions {
  /** Origin of the server, e.g. `https://events.example.com`; empty for the page's own. */
  readonly endpoint: string
  readonly writeKey: string
  /** The app's own id of the person; only its SHA-256 leaves the page (64 hex digits are sent as they are). Left out or
   * empty for visitors, who get a random first-party id. */
  readonly userId?: string | undefined
  /** Nothing is stored without consent; the server's setting `without_consent` says whether anything is sent (`anonymous`:
   * without any id that outlives the page). Global Privacy Control counts as refusal. */
  readonly consent: boolean
  /** Opens the placement lens: outlines every observed element and says why it did or did not count. */
  readonly debug?: boolean | undefined
  /** Sent with every exposure. */
  readonly context?: Context | undefined
}

export interface Context {
  /** `web` unless said otherwise. */
  readonly platform?: string
  readonly market?: string
  readonly category?: string
  readonly arm?: string
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

/** One brand in one place of a list. It counts once per `renderId`, placement, merchant and position. */
export interface Slot {
  /** merchant_id, or the app's own merchant_ref. */
  readonly merchantId: string
  /** placement_id, or the app's own placement_key. */
  readonly placementId: string
  /** UUID of the creative or listing that was shown. */
  readonly exposureUnitId: string
  readonly exposureType: ExposureType
  /** Position in the list, from 0. */
  readonly rankPosition?: number | undefined
  /** What `render()` returned: one per fetched list. Without it every `observe` counts. */
  readonly renderId?: string | undefined
  /** true unless said otherwise. */
  readonly isClickable?: boolean | undefined
  readonly algorithmVersion?: string | undefined
  readonly packageId?: string | undefined
}

/** One list put on the screen: how many slots it had, how many were filled. */
export interface RenderedList {
  readonly placementId: string
  /** Made here unless the app has one. */
  readonly renderId?: string | undefined
  readonly slotsAvailable: number
  readonly slotsFilled: number
}

export interface Clicked {
  readonly merchantId: string
  readonly placementId?: string | undefined
  /** Found by merchant and placement among the observed slots when left out. */
  readonly exposureEventId?: string | undefined
}

/** No method ever throws or rejects. */
export interface Client {
  /** Counts the slot once; call what it returns when the element stops showing it. */
  observe(element: Element, slot: Slot): () => void
  /** Notes a list put on the screen; returns its render id. */
  render(list: RenderedList): string
  /** Notes a click, which makes its slot viewable; returns the click's id at once, for the affiliate's sub-id. */
  click(click: Clicked): string
  /** Sends what waits. */
  flush(): Promise<void>
  /** Given or taken back. Taking it back drops what waits and forgets visitor and session. */
  consent(granted: boolean): void
}
