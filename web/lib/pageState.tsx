'use client'
import { createContext, useContext } from 'react'

export interface PageState {
  /** The server does not answer; the page tries again. */
  readonly isAway: boolean
  /** A part of this page no longer exists on the server: the dashboard was rebuilt. */
  readonly isOutdated: boolean
}

const Context = createContext<PageState>({ isAway: false, isOutdated: false })
export const PageStateProvider = Context.Provider

export function usePageState(): PageState {
  return useContext(Context)
}
