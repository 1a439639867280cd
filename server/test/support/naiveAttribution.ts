import type { ConversionFact } from '../../src/attribution/attributeConversion.ts'
import type { ClickFact, ExposureFact, Windows } from '../../src/attribution/creditClick.ts'

// Oracles that read all rows for each answer. They share no code with the product.

/** A click with the id of the exposure it credits in the end, or none. */
export interface NaiveClick extends ClickFact {
  readonly credited: string
}

/**
 * `click id`, `view id` or `none reason`: every row is given a score, the best score wins.
 * @param people the buyer's ids: the own one, and those of the visitor that the buyer was
 */
export function naiveConversion(
  sale: ConversionFact,
  clicks: readonly NaiveClick[],
  views: readonly ExposureFact[],
  windows: Windows,
  people: readonly (string | null)[] = [sale.userId],
): string {
  const ofMerchant = clicks.filter((c) => c.merchantId === sale.merchantId)
  const named = ofMerchant.find((c) => c.clickId === sale.clickId)
  if (sale.clickId !== null) {
    if (named === undefined) return 'none unknown_click'
    if (named.flagged) return 'none invalid_click'
    if (named.at > sale.at + windows.aheadMs) return 'none click_after_sale'
    if (named.at < sale.at - windows.conversionMs) return 'none click_too_old'
    if (named.credited !== 'none') return `click ${named.credited}`
  }
  let best: [number, number, string, string] = [0, 0, '', `none ${named ? 'click_without_exposure' : 'no_exposure'}`]
  const offer = (grade: number, at: number, id: string, answer: string) => {
    const better = grade !== best[0] ? grade > best[0] : at !== best[1] ? at > best[1] : id > best[2]
    if (better) best = [grade, at, id, answer]
  }
  const isPlace = (placementId: string | undefined) =>
    named === undefined || named.placementId === null || named.placementId === placementId
  const isTime = (at: number) => at <= sale.at && at >= sale.at - windows.conversionMs
  for (const c of ofMerchant) {
    const target = views.find((v) => v.eventId === c.credited)
    if (target && isTime(c.at) && isPlace(target.placementId) && people.includes(c.userId))
      offer(2, c.at, c.clickId, `click ${c.credited}`)
  }
  for (const v of views) {
    if (v.flagged || v.viewable === false || !people.includes(v.userId) || v.merchantId !== sale.merchantId) continue
    if (isTime(v.at) && isPlace(v.placementId)) offer(1, v.at, v.eventId, `view ${v.eventId}`)
  }
  return best[3]
}

/** The id of the exposure that a click alone credits, or none. */
export function naiveClick(click: ClickFact, views: readonly ExposureFact[], windows: Windows): string {
  let best: [number, number, string] = [0, 0, 'none']
  for (const v of views) {
    if (click.flagged || v.flagged || v.merchantId !== click.merchantId) continue
    const close = v.sessionId === click.sessionId && v.at <= click.at && v.at >= click.at - windows.clickMs
    const isNamed = v.eventId === click.exposureEventId && v.at <= click.at + windows.aheadMs
    const grade = isNamed ? 3 : !close ? 0 : v.placementId === click.placementId ? 2 : 1
    if (grade === 0 || grade < best[0]) continue
    if (grade > best[0] || v.at > best[1] || (v.at === best[1] && v.eventId > best[2])) best = [grade, v.at, v.eventId]
  }
  return best[2]
}

/** The final credit of each click and whether it counts, given its own credit. */
export function naiveMerged<C extends NaiveClick>(
  clicks: readonly C[],
  views: readonly ExposureFact[],
): (C & { isEcho: boolean; counts: boolean })[] {
  const isRapid = (c: C) =>
    clicks.some(
      (o) => o.sessionId === c.sessionId && o.userId === c.userId && !o.flagged && isBefore(o, c) && c.at - o.at < 1000,
    )
  const isNamed = (c: C) => c.credited !== 'none' && c.credited === c.exposureEventId
  const spot = (c: C) => (isNamed(c) ? views.find((v) => v.eventId === c.credited)!.placementId : c.placementId)
  const score = (c: C) => (isNamed(c) ? 2 : c.credited === 'none' ? 0 : 1)
  const isBefore = (a: C, b: C) => a.at < b.at || (a.at === b.at && a.clickId < b.clickId)
  const isSame = (a: C, b: C) =>
    a !== b &&
    !b.flagged &&
    a.userId === b.userId &&
    a.merchantId === b.merchantId &&
    Math.abs(a.at - b.at) <= 10_000 &&
    (spot(a) === spot(b) || spot(a) === null || spot(b) === null)
  const merged = clicks.map((c) => {
    if (c.flagged) return { ...c, credited: 'none', isEcho: true }
    const same = clicks.filter((o) => isSame(c, o))
    const isEcho = same.some((o) =>
      spot(o) === null ? spot(c) === null && isBefore(o, c) : spot(c) === null || isBefore(o, c),
    )
    const [best] = [c, ...same].sort(
      (a, b) => score(b) - score(a) || Number(b === c) - Number(a === c) || (isBefore(a, b) ? -1 : 1),
    )
    return { ...c, credited: best!.credited, isEcho }
  })
  const isRepeat = (c: C) =>
    merged.some((o) => !o.isEcho && !isRapid(o) && c.credited !== 'none' && o.credited === c.credited && isBefore(o, c))
  return merged.map((c) => ({ ...c, counts: !c.isEcho && !isRapid(c) && !isRepeat(c) }))
}
