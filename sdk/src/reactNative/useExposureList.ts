import { useCallback, useLayoutEffect, useState } from 'react'
import { followList } from './followList.ts'
import type { ExposureList, ExposureListOptions, NativeClient } from './types.ts'

/** For one FlatList or FlashList: one render per fetched list, one exposure per slot that was in view. */
export function useExposureList<T>(options: ExposureListOptions<T>): ExposureList {
  const { client, placementId } = options
  const [follower] = useState(followList)
  // After each render, because `slotOf` is a new function.
  useLayoutEffect(() => follower.fill(options as ExposureListOptions<unknown>))
  useLayoutEffect(() => follower.end, [follower])
  const click = useCallback<ExposureList['click']>(
    ({ merchantId, clickId }) => clickOf(client, placementId, merchantId, clickId),
    [client, placementId],
  )
  return { viewabilityConfigCallbackPairs: follower.pairs, click }
}

function clickOf(client: NativeClient, placementId: string, merchantId: string, clickId?: string): string {
  return client.click({ merchantId, placementId, clickId })
}
