'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useLayoutEffect } from 'react'
import { afterShown } from './afterShown.ts'

// The URL contains the state of a view. The router applies a new URL with a delay, and on a busy machine it first applies
// earlier ones and writes them back to the address bar. A change made in the meantime must not start from those.

/**
 * What Back does about a change: `step` is undone by it; `typing` is undone together with the typing before it; `correction`
 * is not undone, such as a page number beyond the last page.
 */
export type Change = 'step' | 'typing' | 'correction'

/** A pause while typing that ends what Back undoes at once. */
const TYPING_MS = 2000

/** Written but not yet applied URLs, oldest first. */
let waiting: readonly string[] = []
let typedAt = Number.NEGATIVE_INFINITY

/** The query of the URL, with all changes so far. */
export function queryNow(): string {
  return newest().split('?')[1] ?? ''
}

/** Changes the URL at once, unlike a navigation: the second of two quick changes sees the first, and nothing is fetched. */
export function writeQuery(query: string, change: Change = 'step'): void {
  const address = addressOf(window.location.pathname, query)
  if (address === newest()) return
  waiting = [...waiting, address]
  const goesOn = change === 'typing' && performance.now() - typedAt < TYPING_MS
  typedAt = change === 'typing' ? performance.now() : Number.NEGATIVE_INFINITY
  if (goesOn || change === 'correction') window.history.replaceState(null, '', address)
  else window.history.pushState(null, '', address)
}

/** For the frame of the pages: tracks the applied URL. */
export function useShownAddress(): void {
  const shown = addressOf(usePathname(), useSearchParams().toString())
  // Runs before other effects, which need the newest query.
  useLayoutEffect(() => {
    waiting = afterShown(waiting, shown)
  }, [shown])
  useEffect(() => {
    window.addEventListener('popstate', forget)
    return () => window.removeEventListener('popstate', forget)
  }, [])
}

/** Back and Forward replace everything that was written. */
function forget(): void {
  waiting = []
  typedAt = Number.NEGATIVE_INFINITY
}

function newest(): string {
  const { pathname, search } = window.location
  return waiting.at(-1) ?? pathname + search
}

function addressOf(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`
}
