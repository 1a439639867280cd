'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo } from 'react'
import { type Deal, readDeal, writeDeal } from './deal.ts'

/** The deal and the table's order; the URL is their only home, and holds all of it from the first moment on. */
export function useDeal(first: Deal) {
  const params = useSearchParams()
  const text = params.toString()
  const deal = useMemo(() => readDeal(new URLSearchParams(text), first), [text, first])
  const sort = params.get('sort')
  const isWhole = ['budget', 'impressions', 'from', 'to'].every((key) => params.has(key))
  useEffect(() => {
    if (!isWhole) write(deal, sort)
  }, [isWhole, deal, sort])
  return {
    deal,
    sort,
    change: (change: Partial<Deal>) => write({ ...readDeal(now(), first), ...change }, now().get('sort')),
    order: (next: string | null) => write(readDeal(now(), first), next),
  }
}

/** At once, unlike a navigation: of two quick changes the second sees the first. */
function write(deal: Deal, sort: string | null): void {
  window.history.replaceState(null, '', `?${writeDeal(deal, sort)}`)
}

function now(): URLSearchParams {
  return new URLSearchParams(window.location.search)
}
