'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from './api.ts'
import { ENDPOINTS } from './endpoints.ts'

const STALE_MS = 60_000

/** Every placement by id and name, for selectors. */
export function usePlacementNames(): { id: string; name: string }[] {
  const { data } = useQuery({
    queryKey: ['placements'],
    queryFn: () => call(ENDPOINTS.listPlacements),
    staleTime: STALE_MS,
  })
  return (data?.data ?? []).map(({ placement_id, placement_name }) => ({ id: placement_id, name: placement_name }))
}
