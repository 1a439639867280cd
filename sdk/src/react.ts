// React: one render per fetched list, one exposure per slot, whatever StrictMode, effects and remounts do.
import { createContext, createElement, type ReactNode, useCallback, useContext, useEffect, useRef } from 'react'
import type { Client, Slot } from './types.ts'

export interface PlacementProps {
  readonly client: Client
  readonly placementId: string
  /** The list as it was fetched: the same object is the same render, a new one is a new render. */
  readonly list: readonly unknown[]
  /** As many as the list is long unless said otherwise. */
  readonly slotsAvailable?: number | undefined
  readonly children?: ReactNode
}

interface Rendered {
  readonly client: Client
  readonly placementId: string
  readonly renderId: string
}

const Current = createContext<Rendered | undefined>(undefined)

/** Render ids by fetched list and placement; kept as long as the list. */
const renders = new WeakMap<object, Map<string, string>>()

/** One list on the screen. Slots inside call `useExposure`. */
export function Placement({ client, placementId, list, slotsAvailable, children }: PlacementProps): ReactNode {
  const filled = list.length
  const renderId = renderIdOf(list, placementId)
  useEffect(() => {
    tell(client, { placementId, renderId, slotsAvailable: Math.max(slotsAvailable ?? 0, filled), slotsFilled: filled })
  }, [client, placementId, renderId, slotsAvailable, filled])
  return createElement(Current.Provider, { value: { client, placementId, renderId } }, children)
}

export type ExposureProps = Omit<Slot, 'placementId' | 'renderId'>

export interface Exposure {
  /** For the element that shows the slot. */
  readonly ref: (element: Element | null) => void
  /** Notes a click; returns its id at once. */
  readonly click: () => string
}

/** Inside a `Placement`: observes the element it gives `ref` to. */
export function useExposure(slot: ExposureProps): Exposure {
  const rendered = useContext(Current)
  if (!rendered) throw new Error('useExposure needs a <Placement> around it')
  const { client, placementId, renderId } = rendered
  const element = useRef<Element | null>(null)
  const { merchantId, rankPosition, exposureUnitId, exposureType, isClickable, algorithmVersion, packageId } = slot
  useEffect(() => {
    if (!element.current) return
    const facts = { merchantId, rankPosition, exposureUnitId, exposureType, isClickable, algorithmVersion, packageId }
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
  ])
  const ref = useCallback((given: Element | null) => {
    element.current = given
  }, [])
  const click = useCallback(() => client.click({ merchantId, placementId }), [client, merchantId, placementId])
  return { ref, click }
}

function renderIdOf(list: object, placementId: string): string {
  const ids = renders.get(list) ?? new Map<string, string>()
  renders.set(list, ids)
  const id = ids.get(placementId) ?? randomUuid()
  ids.set(placementId, id)
  return id
}

/** Effects run twice under StrictMode and again after a remount; a render is told once. */
const told = new Set<string>()
function tell(client: Client, list: Parameters<Client['render']>[0] & { renderId: string }): void {
  if (told.has(list.renderId)) return
  told.add(list.renderId)
  client.render(list)
}

/** Not `crypto.randomUUID`, which plain http pages do not have. */
function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}
