'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { PAGE_ROWS, pageOf } from '../../ui/Pager.tsx'

const REFRESH_MS = 30_000
const REST_MS = 250
/** The server's names of the columns. */
const SORTS = {
  name: 'quote_no',
  merchant_name: 'merchant_name',
  price: 'price',
  start_date: 'start_date',
  valid_until: 'valid_until',
} as const

export const GROUPS = ['all', 'open', 'closed'] as const
export type Group = (typeof GROUPS)[number]

/** The page of quotes in the URL, and the address of the file with all pages. A page beyond the last becomes the last. */
export function useQuotes() {
  const [state, set] = useViewState()
  const { get } = useAddress()
  const group = GROUPS.find((one) => one === get('group')) ?? 'all'
  const [q] = useDebouncedValue(state.filter.trim().slice(0, 120), REST_MS)
  const asked = { ...(q ? { q } : {}), group, ...sortOf(state.sort) }
  const query = useQuery({
    queryKey: [ENDPOINTS.listQuotes.path, asked, state.page],
    queryFn: ({ signal }) =>
      call(ENDPOINTS.listQuotes, { query: { ...asked, page: state.page, size: PAGE_ROWS }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const last = query.data && !query.isPlaceholderData ? pageOf(query.data.meta.total, state.page).number : state.page
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address changes with every render
  useEffect(() => {
    if (last !== state.page) set({ page: last }, 'correction')
  }, [last, state.page])
  return { query, group, csv: urlOf(ENDPOINTS.listQuotes, { ...asked, format: 'csv' }) }
}

function sortOf(sort: string | null) {
  const column = sort?.replace('-', '') ?? ''
  if (!Object.hasOwn(SORTS, column)) return {}
  const field = SORTS[column as keyof typeof SORTS]
  return { sort: sort!.startsWith('-') ? (`-${field}` as const) : field }
}
