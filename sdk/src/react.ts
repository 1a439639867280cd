// React: one render per fetched list and one exposure per slot, despite StrictMode, repeated effects and remounts.
import { createContext, createElement, type ReactNode, useCallback, useContext, useEffect, useRef } from 'react'
import { renderOf } from './renders.ts'
import type { Client, Slot } from './types.ts'

export interface PlacementProps {
  readonly client: Client
  readonly placementId: string
  /** The fetched list: the same object is the same render, a new object is a new render. */
  readonly list: readonly unknown[]
  /** Default: the length of the list. */
  readonly slotsAvailable?: number | undefined
  readonly children?: ReactNode
}

interface Rendered {
  readonly client: Client
  readonly placementId: string
  readonly renderId: string
}

const Current = createContext<Rendered | undefined>(undefined)

/** One list on the screen. Its slots call `useExposure`. */
export function Placement({ client, placementId, list, slotsAvailable, children }: PlacementProps): ReactNode {
  const filled = list.length
  const render = renderOf(list, placementId)
  const renderId = render.id
  useEffect(() => {
    // Effects run twice under StrictMode and again after a remount; a render is recorded once.
    if (render.isTold) return
    render.isTold = true
    client.render({ placementId, renderId, slotsAvailable: Math.max(slotsAvailable ?? 0, filled), slotsFilled: filled })
  }, [client, placementId, render, renderId, slotsAvailable, filled])
  return createElement(Current.Provider, { value: { client, placementId, renderId } }, children)
}

export type ExposureProps = Omit<Slot, 'placementId' | 'renderId'>

export interface Exposure {
  /** Ref for the element that shows the slot. */
  readonly ref: (element: Element | null) => void
  /** Records a click and returns its id at once. `clickId`: the value of `client.clickId()` in the link's address. */
  readonly click: (clickId?: unknown) => string
}

/** Inside a `Placement`: observes the element it gives `ref` to. */
export function useExposure(slot: ExposureProps): Exposure {
  const rendered = useContext(Current)
  if (!rendered) throw new Error('useExposure needs a <Placement> around it')
  const { client, placementId, renderId } = rendered
  const element = useRef<Element | null>(null)
  const {
    merchantId,
    rankPosition,
    exposureUnitId,
    exposureType,
    isClickable,
    algorithmVersion,
    packageId,
    slotToken,
  } = slot
  useEffect(() => {
    if (!element.current) return
    const facts = {
      merchantId,
      rankPosition,
      exposureUnitId,
      exposureType,
      isClickable,
      algorithmVersion,
      packageId,
      slotToken,
    }
    return client.observe(element.current, { ...facts, placementId, renderId })
  }, [
    client,
    placementId,
    renderId,
    merchantId,
    rankPosition,
    exposureUnitId,
    exposureType,
    isClickable,
    algorithmVersion,
    packageId,
    slotToken,
  ])
  const ref = useCallback((given: Element | null) => {
    element.current = given
  }, [])
  const click = useCallback(
    // Used as a handler, it receives an event.
    (given?: unknown) =>
      client.click({ merchantId, placementId, clickId: typeof given === 'string' ? given : undefined }),
    [client, merchantId, placementId],
  )
  return { ref, click }
}
