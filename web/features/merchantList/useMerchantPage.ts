'use client'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect } from 'react'
import { urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { type Report, useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { rangeQuery } from '../../lib/viewState.ts'
import { PAGE_ROWS, pageOf } from '../../ui/Pager.tsx'

/** Pause after typing before the server is asked. */
const REST_MS = 250
/** The server's names of the columns. */
const SORTS: Readonly<Record<string, string>> = {
  name: 'merchant_name',
  ...{ category: 'category', impressions: 'impressions', change: 'change', frequency: 'frequency' },
  ...{
    impression_share_pct: 'impression_share_pct',
    ctr_pct: 'ctr_pct',
    unique_users: 'unique_users',
    last_shown_day: 'last_shown_day',
  },
}

/** The page of merchants in the URL, and the URL of the file with all pages. A page beyond the last becomes the last. */
export function useMerchantPage(): { readonly report: Report<typeof merchantList>; readonly csv: string } {
  const [state, set] = useViewState()
  const [filter] = useDebouncedValue(state.filter.trim().slice(0, 120), REST_MS)
  const column = SORTS[state.sort?.replace('-', '') ?? '']
  const sort = column && (state.sort!.startsWith('-') ? `-${column}` : column)
  const asked = { q: filter || undefined, category: state.category ?? undefined, seen: state.seen, sort }
  const report = useReport(ENDPOINTS.merchantList, undefined, {
    query: { ...asked, page: String(state.page), size: String(PAGE_ROWS) },
  })
  const { answer, isWaiting } = report
  const last = answer && !isWaiting ? pageOf(answer.meta.total, state.page).number : state.page
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address changes with every render
  useEffect(() => {
    if (last !== state.page) set({ page: last }, 'correction')
  }, [last, state.page])
  return {
    // A page beyond the last has no rows, so its answer is not shown.
    report: { ...report, isWaiting: isWaiting || last !== state.page },
    csv: urlOf(ENDPOINTS.merchantList, { ...rangeQuery(state), ...asked, format: 'csv' } as never),
  }
}
