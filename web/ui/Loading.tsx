'use client'
import { Skeleton } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'

/** Shorter waits than this show nothing: a skeleton that flashes is worse than none. */
const [QUIET_MS, SLOW_MS] = [150, 4_000]

/** The skeleton of a report; after a while it says that it is still working. */
export function Loading({ what }: { readonly what: string }) {
  const [shown, setShown] = useState(false)
  const [slow, setSlow] = useState(false)
  useTimeout(() => setShown(true), QUIET_MS, { autoInvoke: true })
  useTimeout(() => setSlow(true), SLOW_MS, { autoInvoke: true })
  if (!shown) return <div role="status" aria-label={`Loading ${what}`} />
  return (
    <div role="status" aria-label={`Loading ${what}`}>
      {slow && <p>Still working on {what}.</p>}
      <Skeleton height={28} width={240} mb={24} />
      <Skeleton height={88} mb={8} />
      <Skeleton height={180} mb={16} />
      {Array.from({ length: 8 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have nothing else
        <Skeleton key={i} height={34} mb={8} />
      ))}
    </div>
  )
}
