'use client'
import { useSearchParams } from 'next/navigation'
import { useEffect, useMemo } from 'react'
import { type Change, queryNow, writeQuery } from '../../lib/address.ts'
import { mergeQuery } from '../../lib/mergeQuery.ts'
import { DEAL_KEYS, type Deal, readDeal, writeDeal } from './deal.ts'

/** The deal, which is stored only in the URL, completely from the start. */
export function useDeal(first: Deal) {
  const params = useSearchParams()
  const text = params.toString()
  const deal = useMemo(() => readDeal(new URLSearchParams(text), first), [text, first])
  const isWhole = ['budget', 'impressions', 'from', 'to'].every((key) => params.has(key))
  useEffect(() => {
    if (!isWhole) write(deal, 'correction')
  }, [isWhole, deal])
  /** Changes the current deal in the URL. */
  const change = (next: (deal: Deal) => Partial<Deal>) => {
    const now = readDeal(new URLSearchParams(queryNow()), first)
    write({ ...now, ...next(now) }, 'typing')
  }
  return { deal, change }
}

function write(deal: Deal, kind: Change): void {
  writeQuery(mergeQuery(queryNow(), DEAL_KEYS, writeDeal(deal)), kind)
}
