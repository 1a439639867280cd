'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { queryNow, writeQuery } from './address.ts'
import { mergeQuery } from './mergeQuery.ts'
import { readViewState, VIEW_KEYS, type ViewState, writeViewState } from './viewState.ts'

/** The view's state and a setter; it is stored only in the URL. */
export function useViewState(): [ViewState, (change: Partial<ViewState>) => void] {
  const params = useSearchParams()
  const state = useMemo(() => readViewState(new URLSearchParams(params.toString())), [params])
  return [state, change]
}

function change(next: Partial<ViewState>): void {
  const state = { ...viewStateNow(), ...next }
  writeQuery(mergeQuery(queryNow(), VIEW_KEYS, new URLSearchParams(writeViewState(state))))
}

/** The newest state in the URL, before the page renders it: for keys that are pressed in quick succession. */
export function viewStateNow(): ViewState {
  return readViewState(new URLSearchParams(queryNow()))
}
