'use client'
import type { Answer, Endpoint } from '@bx/contracts/endpoints/endpoint'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from './api.ts'
import type { ReportMeta, Route } from './endpoints.ts'
import { usePublishReport } from './reportMeta.tsx'
import { isStale } from './staleness.ts'
import { useDefaultDays } from './useDefaultDays.ts'
import { useSlow } from './useSlow.ts'
import { useViewState } from './useViewState.ts'
import { rangeQuery } from './viewState.ts'

/** Refresh interval of a visible page: acknowledged events appear within 5 s, including 1.5 s for counting. */
const REFRESH_MS = 3_000

export interface Report<E extends Endpoint> {
  readonly answer: Answer<E> | undefined
  readonly error: Error | null
  readonly retry: () => void
  /** true while old figures are shown and those of another range are loading. */
  readonly isWaiting: boolean
  readonly isSlow: boolean
  /** true if the figures are too far behind to be compared with the previous period. */
  readonly isStale: boolean
}

/** Polls one analytics endpoint for the range in the URL, and reports the freshness to the frame. */
export function useReport<E extends Endpoint>(
  route: Route<E>,
  params: Readonly<Record<string, string>> | undefined = undefined,
  options: {
    readonly enabled?: boolean
    readonly isMain?: boolean
    /** Query in addition to the range. */
    readonly query?: Readonly<Record<string, string | undefined>>
  } = {},
): Report<E> {
  const { enabled = true, isMain = true } = options
  const [state] = useViewState()
  const query = { ...rangeQuery(state, useDefaultDays()), ...options.query }
  const result = useQuery({
    queryKey: [route.path, params, query],
    queryFn: ({ signal }) => call(route, { query: query as never, signal, ...(params ? { params } : {}) }),
    // If only an error is shown, the user retries: polling would make the error flicker.
    refetchInterval: ({ state }) => (state.status === 'error' && state.data === undefined ? false : REFRESH_MS),
    placeholderData: keepPreviousData,
    enabled,
  })
  const answer = result.data as (Answer<E> & { readonly meta: ReportMeta }) | undefined
  const isWaiting = result.isPlaceholderData && result.error === null
  const publish = usePublishReport()
  const { error } = result
  useEffect(() => {
    if (isMain && answer) publish({ meta: answer.meta, hasFailed: error !== null, isWaiting })
  }, [publish, isMain, answer, error, isWaiting])
  useEffect(() => (isMain ? () => publish(null) : undefined), [publish, isMain])
  return {
    answer,
    error,
    retry: () => void result.refetch(),
    isWaiting,
    isSlow: useSlow(result.isFetching && (answer === undefined || isWaiting)),
    isStale: answer !== undefined && isStale(answer.meta),
  }
}
