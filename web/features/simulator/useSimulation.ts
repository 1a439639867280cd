'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { usePublishReport } from '../../lib/reportMeta.tsx'
import { isStale } from '../../lib/staleness.ts'
import { useSlow } from '../../lib/useSlow.ts'
import type { Deal } from './deal.ts'

/** History changes once a day; sold packages change with each sale. */
const REFRESH_MS = 30_000

/**
 * The answer to a deal; the previous one is shown while the next is loading.
 * @param placements ids, empty for all; undefined while they are loading
 */
export function useSimulation(
  deal: Deal,
  placements: readonly string[] | undefined,
  { currency, isValid }: { readonly currency: string; readonly isValid: boolean },
) {
  const body = {
    budget: deal.budget,
    currency,
    requested_impressions: deal.impressions,
    start_date: deal.start,
    end_date: deal.end,
    merchant_id: deal.merchant,
    placement_ids: [...(placements ?? [])],
  }
  const { data, error, refetch, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['simulate', body],
    queryFn: ({ signal }) => call(ENDPOINTS.simulate, { body, signal }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : REFRESH_MS),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: isValid && placements !== undefined,
  })
  const publish = usePublishReport()
  const isWaiting = isPlaceholderData && error === null
  useEffect(() => {
    if (data) publish({ meta: data.meta, hasFailed: error !== null, isWaiting })
  }, [publish, data, error, isWaiting])
  useEffect(() => () => publish(null), [publish])
  const isWorking = isFetching && (data === undefined || isWaiting)
  return {
    answer: data,
    error,
    retry: () => void refetch(),
    isWaiting,
    isSlow: useSlow(isWorking),
    isStale: data !== undefined && isStale(data.meta),
  }
}
