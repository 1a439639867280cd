'use client'
import { useEffect, useState } from 'react'

/** After this time, the user sees that work continues. */
const SLOW_MS = 4_000

/** Whether loading takes so long that the user should see a note. */
export function useSlow(isWorking: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isWorking) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isWorking])
  return isSlow
}
