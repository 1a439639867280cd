// Declarative instrumentation: observes elements with `data-exposure-*` attributes, including those added later.
import { closestOpen, markObserved, warnOfRoots } from './openRoots.ts'
import type { Client, ExposureType } from './types.ts'

const SLOT = '[data-exposure-merchant-id]'

/** One list on the screen, until its slots are replaced. */
interface Rendered {
  readonly renderId: string
  readonly slots: Set<Element>
}

/** A click can bubble through several observed roots. */
const handled = new WeakSet<Event>()

/**
 * Observes every element with `data-exposure-merchant-id`, now and later, until the returned function is called. The list
 * around them may have `data-exposure-placement-id` and `data-exposure-slots-available`: it is recorded as one render, and
 * as a new one when all its slots are replaced or its `data-exposure-render-id` changes. A click on a link inside counts as
 * a click on the slot. `root` is the document, a part of it, or an open shadow root.
 */
export function observeAttributes(client: Client, root: ParentNode & Node = document): () => void {
  const ends = new Map<Element, () => void>()
  const renders = new Map<Element, Rendered>()
  const renderOf = (list: HTMLElement, slot: Element): string => {
    const known = renders.get(list)
    const given = list.dataset.exposureRenderId
    if (known && (given ?? known.renderId) === known.renderId) {
      known.slots.add(slot)
      return known.renderId
    }
    const slots = new Set([...root.querySelectorAll(SLOT)].filter((each) => listOf(each) === list))
    const slotsAvailable = Math.max(Number(list.dataset.exposureSlotsAvailable) || 0, slots.size)
    const placementId = list.dataset.exposurePlacementId!
    const renderId = client.render({ placementId, slotsAvailable, slotsFilled: slots.size, renderId: given })
    renders.set(list, { renderId, slots })
    return renderId
  }
  const start = (element: HTMLElement) => {
    const list = listOf(element)
    const renderId = element.dataset.exposureRenderId ?? (list ? renderOf(list, element) : undefined)
    ends.get(element)?.()
    ends.set(element, client.observe(element, { ...slotOf(element), renderId }))
  }
  /** Removes slots that are gone or show another brand from their lists. A list without slots starts a new render. */
  const letGo = (changed: ReadonlySet<Element>) => {
    for (const [element, end] of ends) {
      if (element.isConnected && element.matches(SLOT)) continue
      end()
      ends.delete(element)
    }
    for (const [list, { slots }] of renders) {
      for (const slot of slots) if (!slot.isConnected || changed.has(slot)) slots.delete(slot)
      if (slots.size === 0) renders.delete(list)
    }
  }
  const look = (records: readonly MutationRecord[]) => {
    const changed = new Set(records.flatMap(({ type, target }) => (type === 'attributes' ? slotsAt(target) : [])))
    letGo(changed)
    for (const element of changed) if (element.isConnected) start(element)
    for (const element of root.querySelectorAll<HTMLElement>(SLOT)) if (!ends.has(element)) start(element)
    warnOfRoots(root, SLOT)
  }
  const onClick = (event: Event) => {
    const { type, button } = event as MouseEvent
    // The middle button opens a tab; the right one opens a menu.
    if (handled.has(event) || (type === 'auxclick' && button !== 1)) return
    handled.add(event)
    const link = passed(event, 'a')
    const slot = link && passed(event, SLOT)
    if (!slot) return
    const { merchantId, placementId } = slotOf(slot)
    client.click({ merchantId, placementId, clickId: link.dataset.exposureClickId })
  }
  const observer = new MutationObserver(look)
  const attributeFilter = ['data-exposure-merchant-id', 'data-exposure-render-id']
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter })
  const clicks = ['click', 'auxclick']
  for (const name of clicks) root.addEventListener(name, onClick, true)
  markObserved(root)
  look([])
  return () => {
    observer.disconnect()
    for (const name of clicks) root.removeEventListener(name, onClick, true)
    for (const end of ends.values()) end()
  }
}

/** The slot whose attribute changed, or all slots of the list whose attribute changed. */
function slotsAt(target: Node): HTMLElement[] {
  const element = target as HTMLElement
  return element.matches(SLOT) ? [element] : [...element.querySelectorAll<HTMLElement>(SLOT)]
}

function listOf(slot: Element): HTMLElement | undefined {
  return slot.parentNode ? closestOpen(slot.parentNode, '[data-exposure-slots-available]') : undefined
}

/** The path of the click, including elements in open shadow roots, of which the document only sees the host. */
function passed(event: Event, selector: string): HTMLElement | undefined {
  const isSuch = (target: EventTarget): target is HTMLElement => target instanceof Element && target.matches(selector)
  return event.composedPath().find(isSuch)
}

function slotOf(element: HTMLElement) {
  const { dataset } = element
  const list = closestOpen<HTMLElement>(element, '[data-exposure-placement-id]')
  const rank = dataset.exposureRankPosition
  return {
    merchantId: dataset.exposureMerchantId!,
    placementId: list?.dataset.exposurePlacementId ?? '',
    exposureUnitId: dataset.exposureUnitId ?? '',
    exposureType: (dataset.exposureType ?? 'card') as ExposureType,
    rankPosition: rank === undefined ? undefined : Number(rank),
    algorithmVersion: dataset.exposureAlgorithmVersion,
    packageId: dataset.exposurePackageId,
    slotToken: dataset.exposureSlotToken,
  }
}
