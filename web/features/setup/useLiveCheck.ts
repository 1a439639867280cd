'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'

const EVERY_MS = 1000
const NONE: readonly LiveEvent[] = []

/** Watches the events of a key. */
export function useLiveCheck(keyId: string | null) {
  const [isPaused, setPaused] = useState(false)
  const { data, error } = useQuery({
    queryKey: [ENDPOINTS.liveEvents.path, keyId],
    queryFn: ({ signal }) => call(ENDPOINTS.liveEvents, { query: { key_id: keyId ?? '' }, signal }),
    refetchInterval: isPaused ? false : EVERY_MS,
    enabled: keyId !== null,
  })
  return { events: data?.data ?? NONE, error, isPaused, pause: () => setPaused(!isPaused) }
}

export type LiveCheckState = ReturnType<typeof useLiveCheck>
