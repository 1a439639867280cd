'use client'
import { useEffect, useState } from 'react'

declare global {
  interface Window {
    /** From here on the dashboard handles failures, not /heal.js. */
    bxStarted?: boolean
  }
}

/** Whether a lazily loaded part of the dashboard is gone from the server. */
export function useOutdated(): boolean {
  const [isOutdated, setOutdated] = useState(false)
  useEffect(() => {
    window.bxStarted = true
    const look = (error: unknown) => isMissingPart(error) && setOutdated(true)
    const onError = ({ error }: ErrorEvent) => look(error)
    const onRejection = ({ reason }: PromiseRejectionEvent) => look(reason)
    window.addEventListener('error', onError)
    window.addEventListener('unhandledrejection', onRejection)
    return () => {
      window.removeEventListener('error', onError)
      window.removeEventListener('unhandledrejection', onRejection)
    }
  }, [])
  return isOutdated
}

export function isMissingPart(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'ChunkLoadError' || /failed to load chunk|importing a module/i.test(error.message))
  )
}
