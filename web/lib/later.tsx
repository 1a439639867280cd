'use client'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'

/** When the page has loaded and is idle, code that it will probably need is fetched. */
const IDLE_MS = 2000

/** A component whose code is not part of the page's first load. `waiting` is shown until it is there. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const Loaded = lazy(async () => ({ default: await load() }))
  return ({ waiting = null, ...props }: Props & { readonly waiting?: ReactNode }) => (
    <Suspense fallback={waiting}>
      <Loaded {...(props as unknown as Props)} />
    </Suspense>
  )
}

/** A dialog that is fetched when the page is idle, or when it is first opened. */
export function laterDialog<Props extends { readonly opened: boolean }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Dialog = later(load)
  return (props: Props) => {
    const [isNeeded, setNeeded] = useState(props.opened)
    if (props.opened && !isNeeded) setNeeded(true)
    useEffect(() => {
      const timer = setTimeout(() => void load().catch(() => undefined), IDLE_MS)
      return () => clearTimeout(timer)
    }, [])
    return isNeeded ? <Dialog {...props} /> : null
  }
}
