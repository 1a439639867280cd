import type { Windows } from '../../src/attribution/creditClick.ts'
import type { AttributionWorld, SentSale } from './attributionWorld.ts'
import { naiveClick, naiveConversion } from './naiveAttribution.ts'

// What a world's clicks and sales are credited to, by looking at all rows for each of them.

/** `click_id exposure|none`, by click. */
export function naiveLedger({ clicks, exposures }: AttributionWorld, windows: Windows): string[] {
  return clicks.map((click) => `${click.clickId} ${naiveClick(click, own(click, exposures), windows)}`).sort()
}

/** `merchant id status commission through touches`, by sale. */
export function naiveSales(world: AttributionWorld, windows: Windows): string[] {
  return world.sales
    .map((sale) => {
      const [through, decisive] = decisionOf(world, sale, windows)
      const touches = touchesOf(world, sale, windows).map(
        ({ eventId, clicked }) => `${eventId}${clicked ? ' clicked' : ''}${eventId === decisive ? ' decisive' : ''}`,
      )
      return `${sale.merchantId} ${sale.id} ${sale.status} ${sale.commission} ${through} ${touches.join(', ')}`
    })
    .sort()
}

/** `merchant day placement sales commission` of tracked sales, each merchant's and all merchants'. */
export function naiveLastTouch(world: AttributionWorld, windows: Windows): string[] {
  const sums = new Map<string, [number, number]>()
  for (const sale of world.sales) {
    if (sale.status !== 'pending' && sale.status !== 'confirmed') continue
    const [, decisive] = decisionOf(world, sale, windows)
    const exposure = world.exposures.find(({ eventId }) => eventId === decisive)
    const day = exposure?.day ?? new Date(sale.at).toISOString().slice(0, 10)
    for (const merchant of [sale.merchantId, '00000000-0000-0000-0000-000000000000']) {
      const key = `${merchant} ${day} ${exposure?.placementId ?? '00000000-0000-0000-0000-000000000000'}`
      const [count, money] = sums.get(key) ?? [0, 0]
      sums.set(key, [count + 1_000_000, money + sale.commission])
    }
  }
  return [...sums].map(([key, [count, money]]) => `${key} ${count} ${money}`).sort()
}

/** How a sale is attributed: `through` and the decisive exposure, or none. */
export function decisionOf(
  world: AttributionWorld,
  sale: SentSale,
  windows: Windows,
): [through: string, decisive: string] {
  const clicks = creditable(world, windows)
  const answer = naiveConversion({ ...sale, userId: buyerOf(world, sale) }, clicks, world.exposures, windows)
  const [through, decisive] = answer.split(' ')
  return [through!, decisive ?? 'none']
}

/** A click credits exposures that its user saw, or the one it names; as clicks that name what they were credited with. */
function creditable({ clicks, exposures }: AttributionWorld, windows: Windows) {
  return clicks.flatMap((click) => {
    const credited = naiveClick(click, own(click, exposures), windows)
    return credited === 'none' ? [] : [{ ...click, exposureEventId: credited }]
  })
}

function own<E extends { userId: string; eventId: string }>(
  click: { readonly userId: string; readonly exposureEventId: string | null },
  exposures: readonly E[],
): E[] {
  return exposures.filter(({ userId, eventId }) => userId === click.userId || eventId === click.exposureEventId)
}

function buyerOf({ clicks }: AttributionWorld, sale: SentSale): string | null {
  const named = clicks.find(({ clickId, merchantId }) => clickId === sale.clickId && merchantId === sale.merchantId)
  return sale.userId ?? named?.userId ?? null
}

/** All touches of a sale, in order of time. */
export function touchesOf(world: AttributionWorld, sale: SentSale, windows: Windows) {
  const buyer = buyerOf(world, sale)
  const inWindow = (at: number) => at <= sale.at && at >= sale.at - windows.conversionMs
  const clicked = new Set(
    creditable(world, windows)
      .filter(({ merchantId, at }) => merchantId === sale.merchantId && inWindow(at))
      .filter(({ clickId, userId }) => clickId === sale.clickId || userId === buyer)
      .map(({ exposureEventId }) => exposureEventId),
  )
  return world.exposures
    .map((exposure) => ({ ...exposure, clicked: clicked.has(exposure.eventId) }))
    .filter(
      ({ clicked, userId, merchantId, at, viewable, flagged }) =>
        clicked ||
        (userId === buyer && merchantId === sale.merchantId && inWindow(at) && viewable !== false && !flagged),
    )
    .sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1))
}
