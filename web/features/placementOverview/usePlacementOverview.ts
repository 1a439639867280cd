'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { rangeQuery } from '../../lib/viewState.ts'

/** Live while the page is visible: what is acknowledged stands here within 5 s, counting (1.5 s) included. */
const REFRESH_MS = 3_000

export function usePlacementOverview() {
  const [state] = useViewState()
  const query = rangeQuery(state)
  return useQuery({
    queryKey: ['placementOverview', query],
    queryFn: ({ signal }) => call(ENDPOINTS.placementOverview, { query, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
}
