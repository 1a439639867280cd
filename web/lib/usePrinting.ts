'use client'
import { useSyncExternalStore } from 'react'

/** Whether the page is being laid out for print. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia('print').matches,
    () => false,
  )
}

function subscribe(onChange: () => void): () => void {
  const print = matchMedia('print')
  print.addEventListener('change', onChange)
  return () => print.removeEventListener('change', onChange)
}
