// The public interface for React Native. The app passes in objects with the shape of the usual libraries; none is imported.
import type { Clicked, Client, Context, RenderedList, Slot } from '../types.ts'

export interface NativeOptions {
  /** Origin of the server, e.g. `https://events.example.com`. */
  readonly endpoint: string
  /** A key for native apps, without a list of origins. */
  readonly writeKey: string
  /** The app's id of the person; only its SHA-256 leaves the device. Omitted or empty for visitors. */
  readonly userId?: string | undefined
  /** Nothing is stored without consent. */
  readonly consent: boolean
  /** AsyncStorage, or a compatible object. */
  readonly storage: AsyncStorageLike
  /** React Native's AppState. */
  readonly appState: AppStateLike
  /** NetInfo: queued events are sent when the network returns. */
  readonly netInfo?: NetInfoLike | undefined
  /** Default: React Native's. */
  readonly fetch?: typeof fetch | undefined
  /** SHA-256 of the UTF-8 text, in hex. Default: the SDK's implementation. */
  readonly sha256?: ((text: string) => string | Promise<string>) | undefined
  /** Fills an array with random bytes. Default: `crypto.getRandomValues`. */
  readonly random?: ((bytes: Uint8Array<ArrayBuffer>) => Uint8Array) | undefined
  /** Sent with every exposure. Default of `platform`: `react-native`. */
  readonly context?: Context | undefined
}

export interface AsyncStorageLike {
  getItem(key: string): Promise<string | null>
  setItem(key: string, value: string): Promise<unknown>
  removeItem(key: string): Promise<unknown>
}

export interface AppStateLike {
  /** In the `background`, nothing is seen. */
  readonly currentState: string | null | undefined
  addEventListener(event: 'change', listener: (state: string) => void): unknown
}

export interface NetInfoLike {
  addEventListener(listener: (state: { readonly isConnected: boolean | null }) => void): unknown
}

/** No method ever throws or rejects. */
export interface NativeClient extends Omit<Client, 'observe'> {
  /** For a slot outside of lists: report its visible share whenever it changes. */
  watch(slot: Slot): Watch
}

export interface Watch {
  /** Sets the visible share of the slot, from 0 to 1. */
  show(share: number): void
  /** Ends the slot. */
  end(): void
}

export interface ExposureListOptions<T> {
  readonly client: NativeClient
  readonly placementId: string
  /** The fetched array, as passed to FlatList. A new array is a new render, unless it only adds items at the end. */
  readonly list: readonly T[]
  /** Default: the length of the list. */
  readonly slotsAvailable?: RenderedList['slotsAvailable'] | undefined
  /** The slot that an item shows; undefined: the item does not count. */
  readonly slotOf: (item: T, index: number) => ListSlot | undefined
}

/** Default: the index in the list. */
export type ListSlot = Omit<Slot, 'placementId' | 'renderId'>

export interface ExposureList {
  /** Pass it to FlatList or FlashList; it never changes. */
  readonly viewabilityConfigCallbackPairs: ViewabilityPair[]
  /** Records a click on a slot of this list; returns its id at once. */
  readonly click: (clicked: Pick<Clicked, 'merchantId' | 'clickId'>) => string
}

export interface ViewabilityPair {
  readonly viewabilityConfig: {
    readonly minimumViewTime: number
    readonly itemVisiblePercentThreshold?: number
    readonly viewAreaCoveragePercentThreshold?: number
  }
  readonly onViewableItemsChanged: (info: { readonly viewableItems: ViewToken[] }) => void
}

interface ViewToken {
  readonly index: number | null
  readonly isViewable: boolean
}

export type UseExposureList = <T>(options: ExposureListOptions<T>) => ExposureList
