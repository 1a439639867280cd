'use client'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { ReportMeta } from './endpoints.ts'

/** Metadata of the answer on screen: the frame shows its days and freshness. */
export interface ReportStatus {
  readonly meta: ReportMeta
  readonly hasFailed: boolean
  /** true while the figures of another range are loading. */
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
