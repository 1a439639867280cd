// The public interface: plain types, so that no validator is loaded into the page.

export interface InitOptions {
  /** Origin of the server, e.g. `https://events.example.com`; empty for the page's origin. */
  readonly endpoint: string
  readonly writeKey: string
  /** The app's id of the person; only its SHA-256 leaves the page (64 hex digits are sent unchanged). Omitted or empty for
   * visitors, who get a random first-party id. */
  readonly userId?: string | undefined
  /** Nothing is stored without consent. The server's setting `without_consent` decides whether anything is sent (`anonymous`:
   * without any id that outlives the page). Global Privacy Control counts as refusal. */
  readonly consent: boolean
  /** Opens the placement lens: it outlines every observed element, and shows why it did or did not count and what the server
   * answered. */
  readonly debug?: boolean | undefined
  /** Counts as viewable only while nothing covers the element and no opacity or filter changes it. Needs IntersectionObserver
   * v2 (`trackVisibility`); other browsers ignore it. */
  readonly strict?: boolean | undefined
  /** Sent with every exposure. */
  readonly context?: Context | undefined
}

export interface Context {
  /** Default: `web`. */
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

/** One brand in one position of a list. It counts once per `renderId`, placement, merchant and position. */
export interface Slot {
  /** merchant_id, or the app's merchant_ref. */
  readonly merchantId: string
  /** placement_id, or the app's placement_key. */
  readonly placementId: string
  /** UUID of the creative or listing that was shown. */
  readonly exposureUnitId: string
  readonly exposureType: ExposureType
  /** Position in the list, from 0. */
  readonly rankPosition?: number | undefined
  /** The value of `render()`: one per fetched list. Without it, every `observe` counts. */
  readonly renderId?: string | undefined
  /** Default: true. */
  readonly isClickable?: boolean | undefined
  readonly algorithmVersion?: string | undefined
  readonly packageId?: string | undefined
  /** Token of the ranking service for this slot, if the package asks for one. */
  readonly slotToken?: string | undefined
}

/** One list shown on the screen: how many slots it had, how many were filled. */
export interface RenderedList {
  readonly placementId: string
  /** Default: a new id. */
  readonly renderId?: string | undefined
  readonly slotsAvailable: number
  readonly slotsFilled: number
}

export interface Clicked {
  readonly merchantId: string
  readonly placementId?: string | undefined
  /** Default: found by merchant and placement among the observed slots. */
  readonly exposureEventId?: string | undefined
  /** The value of `clickId()` in the link's address. Default: a new id. */
  readonly clickId?: string | undefined
}

export interface IdentifyOptions {
  /** The visitor of this device until now was this member: sends `visitor_id` with the next exposures and clicks. Only for the
   * first member of a device. */
  readonly linkVisitor?: boolean | undefined
}

/** No method ever throws or rejects. */
export interface Client {
  /** Counts the slot once. Call the returned function when the element stops showing it. */
  observe(element: Element, slot: Slot): () => void
  /** Records a list shown on the screen; returns its render id. */
  render(list: RenderedList): string
  /** An id for the next click, to put into a link's address before it is clicked. Use each id for one click. */
  clickId(): string
  /** Records a click, which makes its slot viewable. Returns the click's id at once, for the affiliate's sub-id. */
  click(click: Clicked): string
  /** Sends all queued events. */
  flush(): Promise<void>
  /** Call on sign-in: earlier events stay with the earlier person, and a new session begins. */
  identify(userId: string, options?: IdentifyOptions): void
  /** Call on sign-out: from now on, events belong to a visitor. */
  reset(): void
  /** Gives or withdraws consent. Withdrawing deletes queued events, visitor and session. */
  consent(granted: boolean): void
}
