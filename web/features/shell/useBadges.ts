'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { may } from '../../lib/may.ts'

const REFRESH_MS = 60_000

/** What needs a person, by the address of its page. */
export function useBadges(me: Me): Readonly<Record<string, number>> {
  const { data } = useQuery({
    queryKey: [ENDPOINTS.slotMixAlerts.path],
    queryFn: ({ signal }) => call(ENDPOINTS.slotMixAlerts, { signal }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
    enabled: may(me, 'read_figures'),
  })
  return { '/slot-mix/': data?.data.length ?? 0 }
}
