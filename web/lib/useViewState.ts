'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { queryNow, writeQuery } from './address.ts'
import { mergeQuery } from './mergeQuery.ts'
import { readViewState, VIEW_KEYS, type ViewState, writeViewState } from './viewState.ts'

/** The view's state and a setter; the URL is its only home. */
export function useViewState(): [ViewState, (change: Partial<ViewState>) => void] {
  const params = useSearchParams()
  const state = useMemo(() => readViewState(new URLSearchParams(params.toString())), [params])
  return [state, change]
}

function change(next: Partial<ViewState>): void {
  const state = { ...viewStateNow(), ...next }
  writeQuery(mergeQuery(queryNow(), VIEW_KEYS, new URLSearchParams(writeViewState(state))))
}

/** As the URL has it already, before the page is drawn anew: for keys, which may follow each other at once. */
export function viewStateNow(): ViewState {
  return readViewState(new URLSearchParams(queryNow()))
}
