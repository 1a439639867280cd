'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect } from 'react'
import { afterShown } from './afterShown.ts'

// The address holds the state of a view. The router shows a new address with a delay, and on a busy machine it first shows
// earlier ones and writes them back to the address bar: a change made meanwhile must not start from those.

/** Written and not shown yet, oldest first. */
let waiting: readonly string[] = []

/** The query of the address, with every change so far. */
export function queryNow(): string {
  const { pathname, search } = window.location
  const newest = waiting.at(-1) ?? pathname + search
  return newest.split('?')[1] ?? ''
}

/** At once, unlike a navigation: of two quick changes the second sees the first, and nothing is fetched. */
export function writeQuery(query: string): void {
  const address = addressOf(window.location.pathname, query)
  waiting = [...waiting, address]
  window.history.replaceState(null, '', address)
}

/** For the frame of the pages: follows which address the page shows. */
export function useShownAddress(): void {
  const shown = addressOf(usePathname(), useSearchParams().toString())
  // Before other effects, which ask for the newest query.
  useLayoutEffect(() => {
    waiting = afterShown(waiting, shown)
  }, [shown])
}

function addressOf(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`
}
