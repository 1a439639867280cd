'use client'
import { useSearchParams } from 'next/navigation'
import { type Change, queryNow, writeQuery } from './address.ts'

/** Tabs, searches, filters and pages of a view without a range; stored only in the URL. */
export function useAddress() {
  const params = useSearchParams()
  return { get: (key: string) => params.get(key) ?? '', set: change }
}

/** An empty value removes the key. A new search is typed, everything else is a step, if not said otherwise. */
function change(next: Readonly<Record<string, string>>, kind: Change = next.q ? 'typing' : 'step'): void {
  const params = new URLSearchParams(queryNow())
  for (const [key, value] of Object.entries(next)) {
    if (value === '') params.delete(key)
    else params.set(key, value)
  }
  writeQuery(params.toString(), kind)
}
