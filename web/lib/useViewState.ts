'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { mergeQuery } from './mergeQuery.ts'
import { readViewState, VIEW_KEYS, type ViewState, writeViewState } from './viewState.ts'

/** The view's state and a setter; the URL is its only home. */
export function useViewState(): [ViewState, (change: Partial<ViewState>) => void] {
  const params = useSearchParams()
  const state = useMemo(() => readViewState(new URLSearchParams(params.toString())), [params])
  return [state, change]
}

/** At once, unlike a navigation: of two quick changes the second sees the first, and nothing is fetched. */
function change(next: Partial<ViewState>): void {
  const { search, pathname } = window.location
  const state = { ...viewStateNow(), ...next }
  const query = mergeQuery(search, VIEW_KEYS, new URLSearchParams(writeViewState(state)))
  window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`)
}

/** As the URL has it already, before the page is drawn anew: for keys, which may follow each other at once. */
export function viewStateNow(): ViewState {
  return readViewState(new URLSearchParams(window.location.search))
}
