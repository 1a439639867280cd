'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from './api.ts'
import { ENDPOINTS, type Placement } from './endpoints.ts'

const STALE_MS = 60_000

/** All placements; undefined while they are loading. */
export function usePlacements(): {
  readonly placements: Placement[] | undefined
  readonly error: Error | null
  readonly retry: () => void
} {
  const { data, error, refetch } = useQuery({
    queryKey: ['placements'],
    queryFn: () => call(ENDPOINTS.listPlacements),
    staleTime: STALE_MS,
  })
  return { placements: data?.data, error, retry: () => void refetch() }
}

/** All placements by id and name, for selectors. */
export function usePlacementNames(): { id: string; name: string }[] {
  return (usePlacements().placements ?? []).map(({ placement_id, placement_name }) => ({
    id: placement_id,
    name: placement_name,
  }))
}
