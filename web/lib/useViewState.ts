'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { readViewState, type ViewState, writeViewState } from './viewState.ts'

/** The view's state and a setter; the URL is its only home. */
export function useViewState(): [ViewState, (change: Partial<ViewState>) => void] {
  const params = useSearchParams()
  const router = useRouter()
  const path = usePathname()
  const state = useMemo(() => readViewState(new URLSearchParams(params.toString())), [params])
  const set = useCallback(
    (change: Partial<ViewState>) => {
      const query = writeViewState({ ...state, ...change })
      router.replace(query === '' ? path : `${path}?${query}`, { scroll: false })
    },
    [state, router, path],
  )
  return [state, set]
}
