'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { usePublishReport } from '../../lib/reportMeta.tsx'
import type { Deal } from './deal.ts'

/** History changes once a day; what is sold, when somebody sells. */
const REFRESH_MS = 30_000
/** Longer than this, and the reader is told that work goes on. */
const SLOW_MS = 4_000

/** The answer to a deal; the old one stands while the next is on its way. */
export function useSimulation(deal: Deal, currency: string) {
  const body = {
    budget_minor: deal.budget,
    currency,
    requested_impressions: deal.impressions,
    start_date: deal.start,
    end_date: deal.end,
    merchant_id: deal.merchant,
    placement_ids: [...deal.placements],
  }
  const { data, error, refetch, isPlaceholderData, isFetching } = useQuery({
    queryKey: ['simulate', body],
    queryFn: ({ signal }) => call(ENDPOINTS.simulate, { body, signal }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : REFRESH_MS),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const publish = usePublishReport()
  const isWaiting = isPlaceholderData && error === null
  useEffect(() => {
    if (data) publish({ meta: data.meta, hasFailed: error !== null, isWaiting })
  }, [publish, data, error, isWaiting])
  useEffect(() => () => publish(null), [publish])
  const isWorking = isFetching && (data === undefined || isWaiting)
  return { answer: data, error, retry: () => void refetch(), isWaiting, isSlow: useSlow(isWorking) }
}

function useSlow(isWorking: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isWorking) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isWorking])
  return isSlow
}
