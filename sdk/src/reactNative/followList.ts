// Tracks which slots of a list are in view, by the indices that FlatList and FlashList report. A slot is watched from its
// first pixel; its render ends when the list gets other items or is unmounted.
import { continueRender, renderOf } from '../renders.ts'
import type { ExposureListOptions, ViewabilityPair, Watch } from './types.ts'

/**
 * The lists' viewability configurations, and the share that each means. They report without delay, because
 * `minimumViewTime` restarts for all slots whenever one of them comes or goes. The last one is for items taller than the
 * screen: half of the screen.
 */
const MEASURES = [
  { share: 0.01, itemVisiblePercentThreshold: 0 },
  { share: 0.5, itemVisiblePercentThreshold: 50 },
  { share: 0.5, viewAreaCoveragePercentThreshold: 50 },
] as const

type Filled = ExposureListOptions<unknown>

export interface ListFollower {
  readonly pairs: ViewabilityPair[]
  /** The list as shown now: the same, a longer one, or another. */
  fill(options: Filled): void
  end(): void
}

export function followList(): ListFollower {
  const inView = MEASURES.map(() => new Set<number>())
  let filled: Filled | undefined
  /** Last reported share in view, by index. */
  let shares = new Map<number, number>()
  const watches = new Map<number, Watch | undefined>()
  const update = () => {
    if (!filled) return
    const before = shares
    shares = sharesOf(inView)
    for (const index of before.keys()) if (!shares.has(index)) watches.get(index)?.show(0)
    for (const [index, share] of shares) {
      if (!watches.has(index)) watches.set(index, watchSlot(filled, index))
      if (before.get(index) !== share) watches.get(index)?.show(share)
    }
  }
  const end = () => {
    for (const watch of watches.values()) watch?.end()
    watches.clear()
    shares = new Map()
    filled = undefined
  }
  return {
    pairs: MEASURES.map(({ share: _, ...config }, i) => ({
      viewabilityConfig: { minimumViewTime: 0, ...config },
      onViewableItemsChanged({ viewableItems }) {
        inView[i] = new Set(viewableItems.flatMap(({ index, isViewable }) => (isViewable ? (index ?? []) : [])))
        // A list reports while React still processes its update: `fill` has already run.
        void Promise.resolve().then(update)
      },
    })),
    fill(next) {
      const isSame = filled && isOfOne(filled, next)
      if (isSame) continueRender(filled!.list, next.list)
      else end()
      filled = next
      tell(next)
      // A list with unchanged keys reports nothing: the same indices are in view, with other items.
      update()
    },
    end,
  }
}

function sharesOf(inView: readonly ReadonlySet<number>[]): Map<number, number> {
  const shares = new Map<number, number>()
  inView.forEach((indices, i) => {
    for (const index of indices) shares.set(index, MEASURES[i]!.share)
  })
  return shares
}

/** true for the same list, or one that only grew. */
function isOfOne(before: Filled, after: Filled): boolean {
  const isSamePlace = before.client === after.client && before.placementId === after.placementId
  if (!isSamePlace) return false
  return (
    before.list === after.list || (before.list.length > 0 && before.list.every((item, i) => item === after.list[i]))
  )
}

/** One render per list, although effects run twice under StrictMode and again after a remount. */
function tell({ client, placementId, list, slotsAvailable }: Filled): void {
  const render = renderOf(list, placementId)
  if (render.isTold) return
  render.isTold = true
  const slotsFilled = list.length
  client.render({
    placementId,
    renderId: render.id,
    slotsAvailable: Math.max(slotsAvailable ?? 0, slotsFilled),
    slotsFilled,
  })
}

function watchSlot({ client, placementId, list, slotOf }: Filled, index: number): Watch | undefined {
  const slot = index < list.length ? slotOf(list[index], index) : undefined
  const renderId = renderOf(list, placementId).id
  return slot && client.watch({ rankPosition: index, ...slot, placementId, renderId })
}
