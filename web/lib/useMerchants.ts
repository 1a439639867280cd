'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from './api.ts'
import { ENDPOINTS, type Merchant } from './endpoints.ts'

const STALE_MS = 60_000
/** Pause after typing before the server is asked. */
const REST_MS = 150

export interface FoundMerchants {
  /** Best match first. */
  readonly merchants: readonly Merchant[]
  /** true while the results belong to an earlier search. */
  readonly isWaiting: boolean
}

/** The best matches for a search, loaded from the server during typing. */
export function useFoundMerchants(search: string, size = 50): FoundMerchants {
  const [q] = useDebouncedValue(search.trim().slice(0, 120), REST_MS)
  const { data, isPlaceholderData, error } = useQuery({
    queryKey: ['merchants', { q, size }],
    queryFn: ({ signal }) => call(ENDPOINTS.listMerchants, { query: { q, match: 'letters', size }, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  })
  const isBehind = q !== search.trim().slice(0, 120) || isPlaceholderData || data === undefined
  return { merchants: data?.data ?? [], isWaiting: isBehind && error === null }
}

/** The name of a merchant; null while it is loading. */
export function useMerchantName(id: string | null): string | null {
  const { data } = useQuery({
    queryKey: ['merchants', { id }],
    queryFn: () => call(ENDPOINTS.listMerchants, { query: { id: id ?? '', size: 1 } }),
    staleTime: STALE_MS,
    enabled: id !== null,
  })
  return (id !== null && data?.data[0]?.merchant_name) || null
}
