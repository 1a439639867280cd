'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Merchant, type Placement } from '../../lib/endpoints.ts'

/** A key that was created on this page: its text is not stored anywhere else. */
export interface NewKey {
  readonly id: string
  readonly secret: string
  readonly origin: string
}

interface KnownKey {
  readonly id: string
  /** null: it was created earlier and cannot be shown again. */
  readonly secret: string | null
  readonly origin: string | null
}

/** What exists already, and the key created here. */
export function useSetup() {
  const [newKey, setNewKey] = useState<NewKey | null>(null)
  const placements = useQuery({
    queryKey: [ENDPOINTS.listPlacements.path],
    queryFn: () => call(ENDPOINTS.listPlacements),
  })
  const merchants = useQuery({
    queryKey: [ENDPOINTS.listMerchants.path, 'setup'],
    queryFn: () => call(ENDPOINTS.listMerchants, { query: { size: 1 } }),
  })
  const keys = useQuery({ queryKey: [ENDPOINTS.listWriteKeys.path], queryFn: () => call(ENDPOINTS.listWriteKeys) })
  const shown = useQuery({
    queryKey: ['lastShownDay'],
    queryFn: () => call(ENDPOINTS.merchantList, { query: { range: '7d', compare: 'none', size: 1 } }),
  })
  const found = keys.data?.data.find(({ kind, revoked_at }) => kind === 'browser' && revoked_at === null)
  const key: KnownKey | null =
    newKey ?? (found ? { id: found.key_id, secret: null, origin: found.origins[0] ?? null } : null)
  return {
    isLoading: [placements, merchants, keys, shown].some(({ data, error }) => data === undefined && error === null),
    error: [placements, merchants, keys, shown].map(({ error }) => error).find((error) => error !== null) ?? null,
    retry: () => void Promise.all([placements, merchants, keys, shown].map(({ refetch }) => refetch())),
    placements: placements.data?.data ?? NO_PLACEMENTS,
    merchant: (merchants.data?.data[0] ?? null) as Merchant | null,
    key,
    setNewKey,
    hasData: (shown.data?.data.totals.last_shown_day ?? null) !== null,
  }
}

const NO_PLACEMENTS: readonly Placement[] = []
export type Setup = ReturnType<typeof useSetup>
