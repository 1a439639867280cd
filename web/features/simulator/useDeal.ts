'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo } from 'react'
import { type Deal, readDeal, writeDeal } from './deal.ts'

/** The deal and the table's order; the URL is their only home, and holds all of it from the first moment on. */
export function useDeal(first: Deal) {
  const params = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  const text = params.toString()
  const deal = useMemo(() => readDeal(new URLSearchParams(text), first), [text, first])
  const sort = params.get('sort')
  const write = useCallback(
    (next: Deal, order: string | null) => router.replace(`${path}?${writeDeal(next, order)}`, { scroll: false }),
    [router, path],
  )
  const isWhole = params.has('budget') && params.has('impressions') && params.has('from') && params.has('to')
  useEffect(() => {
    if (!isWhole) write(deal, sort)
  }, [isWhole, write, deal, sort])
  return {
    deal,
    sort,
    change: (change: Partial<Deal>) => write({ ...deal, ...change }, sort),
    order: (next: string | null) => write(deal, next),
  }
}
