'use client'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { type Change, queryNow, writeQuery } from './address.ts'
import { mergeQuery } from './mergeQuery.ts'
import { readViewState, VIEW_KEYS, type ViewState, writeViewState } from './viewState.ts'

/** The view's state and a setter; it is stored only in the URL. */
export function useViewState(): [ViewState, typeof change] {
  const params = useSearchParams()
  const state = useMemo(() => readViewState(new URLSearchParams(params.toString())), [params])
  return [state, change]
}

/** A new filter is typed, everything else is a step, if not said otherwise. */
function change(next: Partial<ViewState>, kind: Change = next.filter ? 'typing' : 'step'): void {
  const state = { ...viewStateNow(), ...next }
  writeQuery(mergeQuery(queryNow(), VIEW_KEYS, new URLSearchParams(writeViewState(state))), kind)
}

/** The newest state in the URL, before the page renders it: for keys that are pressed in quick succession. */
export function viewStateNow(): ViewState {
  return readViewState(new URLSearchParams(queryNow()))
}
