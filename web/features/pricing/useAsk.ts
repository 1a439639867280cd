'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type Change, queryNow, writeQuery } from '../../lib/address.ts'
import { mergeQuery } from '../../lib/mergeQuery.ts'
import { ASK_KEYS, type Ask, readAsk, writeAsk } from './ask.ts'

/** What is priced, and the chosen quote; both are stored only in the URL. */
export function useAsk(first: Ask) {
  const params = useSearchParams()
  const text = params.toString()
  const ask = useMemo(() => readAsk(new URLSearchParams(text), first), [text, first])
  return {
    ask,
    quoteId: params.get('id'),
    /** A change begins a new quote. */
    change: (part: Partial<Ask>) =>
      write({ ...readAsk(new URLSearchParams(queryNow()), first), ...part }, null, 'typing'),
    open: (next: Ask | null, quoteId: string | null) =>
      write(next ?? readAsk(new URLSearchParams(queryNow()), first), quoteId, 'step'),
  }
}

function write(ask: Ask, quoteId: string | null, kind: Change): void {
  const params = writeAsk(ask)
  if (quoteId !== null) params.set('id', quoteId)
  writeQuery(mergeQuery(queryNow(), [...ASK_KEYS, 'id'], params), kind)
}
