'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'

/** Tabs, searches, filters and pages of a view without a range; the URL is their only home. */
export function useAddress() {
  const params = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  return {
    get: (key: string) => params.get(key) ?? '',
    /** An empty value leaves the key out. */
    set: (change: Readonly<Record<string, string>>) => {
      const next = new URLSearchParams(params.toString())
      for (const [key, value] of Object.entries(change)) {
        if (value === '') next.delete(key)
        else next.set(key, value)
      }
      const query = next.toString()
      router.replace(query === '' ? path : `${path}?${query}`, { scroll: false })
    },
  }
}
