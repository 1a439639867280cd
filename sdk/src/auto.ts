// Declarative instrumentation: elements that carry `data-exposure-*` attributes are observed, those added later too.
import type { Client, ExposureType } from './types.ts'

const SLOT = '[data-exposure-merchant-id]'

/**
 * Observes every element with `data-exposure-merchant-id`, now and later, until the returned function is called. The list
 * around them may carry `data-exposure-placement-id` and `data-exposure-slots-available`: it is told as one render.
 * A click on a link inside counts as a click on the slot.
 */
export function observeAttributes(client: Client, root: ParentNode & Node = document): () => void {
  const ends = new Map<Element, () => void>()
  const renders = new WeakMap<Element, string>()
  const renderOf = (list: HTMLElement): string => {
    const known = renders.get(list)
    if (known !== undefined) return known
    const slotsFilled = list.querySelectorAll(SLOT).length
    const slotsAvailable = Math.max(Number(list.dataset.exposureSlotsAvailable) || 0, slotsFilled)
    const renderId = client.render({ placementId: list.dataset.exposurePlacementId!, slotsAvailable, slotsFilled })
    renders.set(list, renderId)
    return renderId
  }
  const start = (element: HTMLElement) => {
    const list = element.parentElement?.closest<HTMLElement>('[data-exposure-slots-available]')
    const renderId = element.dataset.exposureRenderId ?? (list ? renderOf(list) : undefined)
    ends.set(element, client.observe(element, { ...slotOf(element), renderId }))
  }
  const look = (records: readonly MutationRecord[]) => {
    for (const [element, end] of ends) {
      if (element.isConnected) continue
      end()
      ends.delete(element)
    }
    // An element that shows another brand now is another slot.
    for (const { type, target } of records)
      if (type === 'attributes' && (target as Element).matches(SLOT)) start(target as HTMLElement)
    for (const element of root.querySelectorAll<HTMLElement>(SLOT)) if (!ends.has(element)) start(element)
  }
  const onClick = ({ target }: Event) => {
    const slot = (target as Element).closest?.('a')?.closest<HTMLElement>(SLOT)
    if (!slot) return
    const { merchantId, placementId } = slotOf(slot)
    client.click({ merchantId, placementId })
  }
  const observer = new MutationObserver(look)
  const attributeFilter = ['data-exposure-merchant-id', 'data-exposure-render-id']
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter })
  root.addEventListener('click', onClick, true)
  look([])
  return () => {
    observer.disconnect()
    root.removeEventListener('click', onClick, true)
    for (const end of ends.values()) end()
  }
}

function slotOf(element: HTMLElement) {
  const { dataset } = element
  const list = element.closest<HTMLElement>('[data-exposure-placement-id]')
  const rank = dataset.exposureRankPosition
  return {
    merchantId: dataset.exposureMerchantId!,
    placementId: list?.dataset.exposurePlacementId ?? '',
    exposureUnitId: dataset.exposureUnitId ?? '',
    exposureType: (dataset.exposureType ?? 'card') as ExposureType,
    rankPosition: rank === undefined ? undefined : Number(rank),
    algorithmVersion: dataset.exposureAlgorithmVersion,
    packageId: dataset.exposurePackageId,
  }
}
