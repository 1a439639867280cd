'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect } from 'react'
import { afterShown } from './afterShown.ts'

// The URL contains the state of a view. The router applies a new URL with a delay, and on a busy machine it first applies
// earlier ones and writes them back to the address bar. A change made in the meantime must not start from those.

/** Written but not yet applied URLs, oldest first. */
let waiting: readonly string[] = []

/** The query of the URL, with all changes so far. */
export function queryNow(): string {
  const { pathname, search } = window.location
  const newest = waiting.at(-1) ?? pathname + search
  return newest.split('?')[1] ?? ''
}

/** Changes the URL at once, unlike a navigation: the second of two quick changes sees the first, and nothing is fetched. */
export function writeQuery(query: string): void {
  const address = addressOf(window.location.pathname, query)
  waiting = [...waiting, address]
  window.history.replaceState(null, '', address)
}

/** For the frame of the pages: tracks the applied URL. */
export function useShownAddress(): void {
  const shown = addressOf(usePathname(), useSearchParams().toString())
  // Runs before other effects, which need the newest query.
  useLayoutEffect(() => {
    waiting = afterShown(waiting, shown)
  }, [shown])
}

function addressOf(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`
}
