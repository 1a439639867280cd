'use client'
import { useSearchParams } from 'next/navigation'
import { queryNow, writeQuery } from './address.ts'

/** Tabs, searches, filters and pages of a view without a range; the URL is their only home. */
export function useAddress() {
  const params = useSearchParams()
  return { get: (key: string) => params.get(key) ?? '', set: change }
}

/** An empty value leaves the key out. */
function change(next: Readonly<Record<string, string>>): void {
  const params = new URLSearchParams(queryNow())
  for (const [key, value] of Object.entries(next)) {
    if (value === '') params.delete(key)
    else params.set(key, value)
  }
  writeQuery(params.toString())
}
