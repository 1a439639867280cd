// React Native: the core without a page. The app passes in storage, AppState and NetInfo.
import { init as initClient } from './reactNative/client.ts'
import type { NativeClient, NativeOptions, UseExposureList } from './reactNative/types.ts'
import { useExposureList as useList } from './reactNative/useExposureList.ts'

export type {
  AppStateLike,
  AsyncStorageLike,
  ExposureList,
  ExposureListOptions,
  ListSlot,
  NativeClient,
  NativeOptions,
  NetInfoLike,
  ViewabilityPair,
  Watch,
} from './reactNative/types.ts'
export type { Clicked, Context, ExposureType, IdentifyOptions, RenderedList, Slot } from './types.ts'

/** Starts the SDK. An app has one client: a second call only updates consent and user. */
export const init: (options: NativeOptions) => NativeClient = initClient

/** For one FlatList or FlashList: one render per fetched list, one exposure per slot that was in view. */
export const useExposureList: UseExposureList = useList
