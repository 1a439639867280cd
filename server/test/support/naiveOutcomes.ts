import type { Windows } from '../../src/attribution/creditClick.ts'
import { VISITOR } from './attributionSpec.ts'
import type { AttributionWorld, SentSale } from './attributionWorld.ts'
import { naiveClick, naiveConversion, naiveMerged } from './naiveAttribution.ts'

// The credit of a world's clicks and sales, calculated from all rows for each of them.

/** `click_id exposure|none counts`, by click. */
export function naiveLedger(world: AttributionWorld, windows: Windows): string[] {
  return mergedClicks(world, windows)
    .map(({ clickId, credited, counts }) => `${clickId} ${credited} ${counts}`)
    .sort()
}

/** `merchant id status commission through reason touches`, by sale. */
export function naiveSales(world: AttributionWorld, windows: Windows): string[] {
  return world.sales
    .map((sale) => {
      const { through, decisive, reason } = decisionOf(world, sale, windows)
      const touches = touchesOf(world, sale, windows).map(
        ({ eventId, clicked }) => `${eventId}${clicked ? ' clicked' : ''}${eventId === decisive ? ' decisive' : ''}`,
      )
      return `${sale.merchantId} ${sale.id} ${sale.status} ${sale.commission} ${through} ${reason} ${touches.join(', ')}`
    })
    .sort()
}

/** `merchant day placement sales commission` of tracked sales, each merchant's and all merchants'. */
export function naiveDecisive(world: AttributionWorld, windows: Windows): string[] {
  const sums = new Map<string, [number, number]>()
  for (const sale of world.sales) {
    if (sale.status !== 'pending' && sale.status !== 'confirmed') continue
    const { decisive } = decisionOf(world, sale, windows)
    const exposure = world.exposures.find(({ eventId }) => eventId === decisive)
    const day = exposure?.day ?? world.dayOf(sale.at)
    for (const merchant of [sale.merchantId, '00000000-0000-0000-0000-000000000000']) {
      const key = `${merchant} ${day} ${exposure?.placementId ?? '00000000-0000-0000-0000-000000000001'}`
      const [count, money] = sums.get(key) ?? [0, 0]
      sums.set(key, [count + 1_000_000, money + sale.commission])
    }
  }
  return [...sums].map(([key, [count, money]]) => `${key} ${count} ${money}`).sort()
}

export interface NaiveDecision {
  /** click, view or none. */
  readonly through: string
  /** eventId, or none. */
  readonly decisive: string
  /** Empty when it is attributed. */
  readonly reason: string
}

export function decisionOf(world: AttributionWorld, sale: SentSale, windows: Windows): NaiveDecision {
  const buyer = { ...sale, userId: buyerOf(world, sale) }
  const [through, rest] = naiveConversion(
    buyer,
    mergedClicks(world, windows),
    world.exposures,
    windows,
    peopleOf(world, sale),
  ).split(' ')
  return through === 'none'
    ? { through, decisive: 'none', reason: rest! }
    : { through: through!, decisive: rest!, reason: '' }
}

const merged = new WeakMap<AttributionWorld, ReturnType<typeof naiveMerged<WorldClick>>>()
type WorldClick = AttributionWorld['clicks'][number] & { readonly credited: string }

/** A click credits exposures that its user saw, or the one it names; or what its echo credits. */
export function mergedClicks(world: AttributionWorld, windows: Windows) {
  const known = merged.get(world)
  if (known) return known
  const own = world.clicks.map((click) => {
    const visible = world.exposures.filter((e) => e.userId === click.userId || e.eventId === click.exposureEventId)
    return { ...click, credited: naiveClick(click, visible, windows) }
  })
  const made = naiveMerged(own, world.exposures)
  merged.set(world, made)
  return made
}

function buyerOf({ clicks }: AttributionWorld, sale: SentSale): string | null {
  const named = clicks.find(({ clickId, merchantId }) => clickId === sale.clickId && merchantId === sale.merchantId)
  return sale.userId ?? named?.userId ?? null
}

/** The buyer's ids: the own one, and that of the visitor that the buyer was. */
function peopleOf(world: AttributionWorld, sale: SentSale): (string | null)[] {
  const buyer = buyerOf(world, sale)
  return buyer !== null && buyer === world.linkedTo ? [buyer, VISITOR] : [buyer]
}

/** All touches of a sale, in order of time; none when it is not attributed. */
export function touchesOf(world: AttributionWorld, sale: SentSale, windows: Windows) {
  const people = peopleOf(world, sale)
  const { through, decisive } = decisionOf(world, sale, windows)
  if (through === 'none') return []
  const inWindow = (at: number) => at <= sale.at && at >= sale.at - windows.conversionMs
  const clicked = new Set(
    mergedClicks(world, windows)
      .filter(({ merchantId, at, userId }) => merchantId === sale.merchantId && inWindow(at) && people.includes(userId))
      .map(({ credited }) => credited),
  )
  if (through === 'click') clicked.add(decisive)
  return world.exposures
    .map((exposure) => ({ ...exposure, clicked: clicked.has(exposure.eventId) }))
    .filter(
      ({ clicked, userId, merchantId, at, viewable, flagged }) =>
        clicked ||
        (people.includes(userId) && merchantId === sale.merchantId && inWindow(at) && viewable !== false && !flagged),
    )
    .sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1))
}
