'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { PAGE_ROWS, pageOf } from '../../ui/Pager.tsx'
import { GROUPS, groupOf } from './states.ts'

const REFRESH_MS = 30_000
/** Pause after typing before the server is asked. */
const REST_MS = 250
/** The server's names of the columns. */
const SORTS = ['package_name', 'merchant_name', 'start_date', 'end_date', 'price', 'updated_at'] as const

/** The page of packages in the URL, and the address of the file with all pages. A page beyond the last becomes the last. */
export function usePackages() {
  const [state, set] = useViewState()
  const group = groupOf(useAddress().get('state'))
  const [q] = useDebouncedValue(state.filter.trim().slice(0, 120), REST_MS)
  const asked = { ...(q ? { q } : {}), ...statesOf(group), ...sortOf(state.sort) }
  const query = useQuery({
    queryKey: [ENDPOINTS.listPackages.path, asked, state.page],
    queryFn: ({ signal }) =>
      call(ENDPOINTS.listPackages, { query: { ...asked, page: state.page, size: PAGE_ROWS }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const last = query.data && !query.isPlaceholderData ? pageOf(query.data.meta.total, state.page).number : state.page
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address changes with every render
  useEffect(() => {
    if (last !== state.page) set({ page: last }, 'correction')
  }, [last, state.page])
  return {
    query,
    group,
    isByUrgency: asked.sort === 'urgency',
    csv: urlOf(ENDPOINTS.listPackages, { ...asked, format: 'csv' }),
  }
}

function statesOf(group: keyof typeof GROUPS) {
  const { states } = GROUPS[group]
  return states.length === 0 ? {} : { status: states.join(',') }
}

function sortOf(sort: string | null) {
  const column = SORTS.find(
    (known) => known === (sort?.replace('-', '') === 'name' ? 'package_name' : sort?.replace('-', '')),
  )
  if (column === undefined) return { sort: 'urgency' as const }
  return { sort: sort!.startsWith('-') ? (`-${column}` as const) : column }
}
