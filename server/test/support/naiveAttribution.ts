import type { ConversionFact } from '../../src/attribution/attributeConversion.ts'
import type { ClickFact, ExposureFact, Windows } from '../../src/attribution/creditClick.ts'

/** Oracle for a conversion: every row is given a score, the best score wins. Shares no code with the product. */
export function naiveConversion(
  sale: ConversionFact,
  clicks: readonly ClickFact[],
  views: readonly ExposureFact[],
  windows: Windows,
): string {
  let best: [number, number, string, string] = [0, 0, '', 'none']
  const offer = (grade: number, at: number, id: string, answer: string) => {
    const better = grade !== best[0] ? grade > best[0] : at !== best[1] ? at > best[1] : id > best[2]
    if (better) best = [grade, at, id, answer]
  }
  for (const c of clicks) {
    if (c.merchantId !== sale.merchantId || c.at > sale.at || c.at < sale.at - windows.conversionMs) continue
    const target = naiveClick(c, views, windows)
    if (target === 'none') continue
    if (c.clickId === sale.clickId) offer(3, c.at, c.clickId, `click ${target}`)
    else if (c.userId === sale.userId) offer(2, c.at, c.clickId, `click ${target}`)
  }
  for (const v of views) {
    if (v.flagged || v.viewable === false || v.userId !== sale.userId || v.merchantId !== sale.merchantId) continue
    if (v.at <= sale.at && v.at >= sale.at - windows.conversionMs) offer(1, v.at, v.eventId, `view ${v.eventId}`)
  }
  return best[3]
}

/** Oracle for a click: the id of the credited exposure, or none. */
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
