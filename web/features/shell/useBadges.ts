'use client'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { may } from '../../lib/may.ts'

const REFRESH_MS = 60_000

/** What needs a person, by the address of its page. */
export function useBadges(me: Me): Readonly<Record<string, number>> {
  const { data: slotMix } = useQuery({
    queryKey: [ENDPOINTS.slotMixAlerts.path],
    queryFn: ({ signal }) => call(ENDPOINTS.slotMixAlerts, { signal }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
    enabled: may(me, 'read_figures'),
  })
  const { data: packages } = useQuery({
    queryKey: [ENDPOINTS.listPackageAlerts.path, 'open'],
    queryFn: ({ signal }) => call(ENDPOINTS.listPackageAlerts, { query: {}, signal }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
    enabled: may(me, 'read_packages'),
  })
  return { '/slot-mix/': slotMix?.data.length ?? 0, '/packages/': packages?.meta.open ?? 0 }
}
