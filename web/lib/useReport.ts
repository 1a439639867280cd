'use client'
import type { RangeMeta } from '@bx/contracts/endpoints/common'
import type { Answer, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import { useQuery } from '@tanstack/react-query'
import { call } from './api.ts'
import type { Route } from './endpoints.ts'
import { usePublishFreshness } from './freshness.ts'
import { useViewState } from './useViewState.ts'
import { rangeQuery } from './viewState.ts'

/** Live while the page is visible: what is acknowledged stands here within 5 s, counting (1.5 s) included. */
const REFRESH_MS = 3_000
/** What did not load at all is asked for again by itself, but not so soon that nobody can read why. */
const AFTER_ERROR_MS = 15_000

interface ReportInput<E extends Endpoint> {
  /** Values of the path's braces; the report waits while one is null. */
  readonly params?: Readonly<Record<string, string | null>>
  /** Beside the range, comparison and traffic of the view. */
  readonly query?: Partial<Query<E>>
}

/** An analytics answer for the range in the URL, kept live; a change of range keeps the old figures until the new are there. */
export function useReport<E extends Endpoint>(route: Route<E>, input: ReportInput<E> = {}) {
  const [state] = useViewState()
  const query = { ...rangeQuery(state), ...input.query } as unknown as Partial<Query<E>>
  const params = input.params ?? {}
  const isKnown = Object.values(params).every((value) => value !== null)
  const result = useQuery<Answer<E>>({
    queryKey: [route.path, params, query],
    queryFn: ({ signal }) => call(route, { params: params as Record<string, string>, query, signal }),
    refetchInterval: ({ state: { status } }) => (status === 'error' ? AFTER_ERROR_MS : REFRESH_MS),
    enabled: isKnown,
    // Another placement's figures would be wrong under this one's name; another range's are only old.
    placeholderData: (previous, before) =>
      JSON.stringify(before?.queryKey[1]) === JSON.stringify(params) ? previous : undefined,
  })
  const meta = (result.data as { meta: RangeMeta } | undefined)?.meta
  usePublishFreshness(meta, result.dataUpdatedAt, result.isError)
  return result
}
