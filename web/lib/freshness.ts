import type { RangeMeta } from '@bx/contracts/endpoints/common'
import { useEffect, useSyncExternalStore } from 'react'

/** What the report on the screen says of its figures; the top bar shows it. */
export interface Freshness {
  readonly meta: RangeMeta
  readonly answeredAt: number
  readonly isError: boolean
}

let current: Freshness | null = null
const listeners = new Set<() => void>()

/** The freshness of the report on the screen; null where there is none. */
export function useFreshness(): Freshness | null {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => null,
  )
}

/** A report says what it shows, for as long as it is on the screen. */
export function usePublishFreshness(meta: RangeMeta | undefined, answeredAt: number, isError: boolean): void {
  useEffect(() => {
    if (meta !== undefined) publish({ meta, answeredAt, isError })
  }, [meta, answeredAt, isError])
  useEffect(() => () => publish(null), [])
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function publish(freshness: Freshness | null): void {
  current = freshness
  for (const listener of listeners) listener()
}
