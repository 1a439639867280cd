'use client'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ReportMeta } from './endpoints.ts'

/** What the view on screen says about its answer: the frame shows its days and how fresh it is. */
export interface ReportStatus {
  readonly meta: ReportMeta
  readonly hasFailed: boolean
  /** Another range has been asked for and its figures are not there yet. */
  readonly isWaiting: boolean
}

const Status = createContext<ReportStatus | null>(null)
const Publish = createContext<(status: ReportStatus | null) => void>(() => {})

export function ReportStatusProvider({ children }: { readonly children: ReactNode }) {
  const [status, setStatus] = useState<ReportStatus | null>(null)
  const publish = useMemo(() => (next: ReportStatus | null) => setStatus(next), [])
  return (
    <Publish.Provider value={publish}>
      <Status.Provider value={status}>{children}</Status.Provider>
    </Publish.Provider>
  )
}

/** null on pages without a range, and before the first answer. */
export const useReportStatus = () => useContext(Status)
export const usePublishReport = () => useContext(Publish)
