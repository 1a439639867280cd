'use client'
import { useEffect, useState } from 'react'

/** Longer than this, and the reader is told that work goes on. */
const SLOW_MS = 4_000

/** Whether work goes on for so long that it should be said. */
export function useSlow(isWorking: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isWorking) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isWorking])
  return isSlow
}
