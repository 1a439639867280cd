'use client'
import { useEffect, useState } from 'react'

/** Remaining seconds of a wait; restarts with each `since`. */
export function useCountdown(seconds: number | null, since: unknown): number {
  const [left, setLeft] = useState(seconds ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another refusal begins another wait
  useEffect(() => {
    const until = Date.now() + (seconds ?? 0) * 1000
    const tell = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    tell()
    const timer = setInterval(tell, 500)
    return () => clearInterval(timer)
  }, [seconds, since])
  return left
}
