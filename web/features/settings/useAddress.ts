'use client'
import { useRouter, useSearchParams } from 'next/navigation'

/** Tab, search, filter and page of the settings; the URL is their only home. */
export function useAddress() {
  const params = useSearchParams()
  const router = useRouter()
  return {
    get: (key: string) => params.get(key) ?? '',
    /** An empty value leaves the key out. */
    set: (change: Readonly<Record<string, string>>) => {
      const next = new URLSearchParams(params.toString())
      for (const [key, value] of Object.entries(change)) {
        if (value === '') next.delete(key)
        else next.set(key, value)
      }
      router.replace(`/settings/?${next.toString()}`, { scroll: false })
    },
  }
}
