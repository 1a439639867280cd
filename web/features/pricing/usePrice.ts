'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { type Ask, bodyOf } from './ask.ts'

/** Pause after typing before the server is asked. */
const REST_MS = 250
/** Sold packages change with each sale. */
const REFRESH_MS = 30_000

/** The price of what is asked; the previous one is shown while the next is loading. */
export function usePrice(ask: Ask, isValid: boolean) {
  const [asked] = useDebouncedValue(ask, REST_MS)
  const body = bodyOf(asked)
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['price', body],
    queryFn: ({ signal }) => call(ENDPOINTS.price, { body, signal }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : REFRESH_MS),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: isValid,
  })
  return { quote: data?.data, error: isValid ? error : null, isWaiting: isPlaceholderData || asked !== ask || !isValid }
}

/** The price list; undefined while it is loading. */
export function useRules() {
  return useQuery({
    queryKey: ['commercialRules'],
    queryFn: () => call(ENDPOINTS.readCommercialRules),
    staleTime: 60_000,
  }).data?.data
}
