'use client'
import { useMemo } from 'react'
import { usePlacements } from './usePlacementNames.ts'

/** The order of each placement in the settings, which decides its colour; -1 until it is known. */
export function usePlacementOrder(): (id: string) => number {
  const { placements } = usePlacements()
  return useMemo(() => {
    const order = new Map((placements ?? []).map(({ placement_id: id }, i) => [id, i]))
    return (id) => order.get(id) ?? -1
  }, [placements])
}
