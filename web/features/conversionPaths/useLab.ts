'use client'
import { labOf, resultsOf } from '@bx/contracts/metrics/attributionLab'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../../lib/api.ts'
import { type ConversionPaths, ENDPOINTS } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'

/** The table of the lab, and the runs of the data-driven models for its days. */
export function useLab(paths: ConversionPaths) {
  const [state] = useViewState()
  const { start, end } = paths.meta
  const query = { ...(state.id === null ? {} : { merchant_id: state.id }), start_date: start, end_date: end }
  const { data } = useQuery({
    queryKey: [ENDPOINTS.listModelRuns.path, query],
    queryFn: () => call(ENDPOINTS.listModelRuns, { query }),
    refetchInterval: 2000,
    enabled: state.tab === 'lab',
  })
  const isFiltered = state.through !== null
  return useMemo(() => {
    const runs = data?.data ?? []
    return { runs, lab: labOf(paths, resultsOf(runs, paths, isFiltered)) }
  }, [data, paths, isFiltered])
}
