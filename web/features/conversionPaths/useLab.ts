'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '../../lib/api.ts'
import { type ConversionPaths, ENDPOINTS } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { labOf } from './lab.ts'
import { resultsOf } from './results.ts'

/** The table of the lab, and the runs of the data-driven models for its days. */
export function useLab(paths: ConversionPaths) {
  const [state] = useViewState()
  const query = state.id === null ? {} : { merchant_id: state.id }
  const { data } = useQuery({
    queryKey: [ENDPOINTS.listModelRuns.path, query],
    queryFn: () => call(ENDPOINTS.listModelRuns, { query }),
    refetchInterval: 2000,
    enabled: state.tab === 'lab',
  })
  const { start, end } = paths.meta
  const isFiltered = state.through !== null
  return useMemo(() => {
    const runs = (data?.data ?? []).filter((run) => run.start === start && run.end === end)
    return { runs, lab: labOf(paths, resultsOf(runs, paths, isFiltered)) }
  }, [data, paths, start, end, isFiltered])
}
