// Which figures about the other merchants of a group may be shown, calculated from every fact of every day.

/** What one merchant had on one day. */
export interface GroupFact {
  readonly day: number
  readonly merchant: number
  readonly impressions: number
  readonly clicks: number
  readonly sales: number
  readonly money: number
}

export type NaiveGroup = 'none' | 'few_merchants' | 'one_merchant' | Omit<GroupFact, 'day' | 'merchant'>

const FIGURES = ['impressions', 'clicks', 'sales', 'money'] as const

/** @param facts of one placement; at most one a merchant and day */
export function naiveGroup(facts: readonly GroupFact[], viewer: number, days: readonly number[]): NaiveGroup {
  const others = facts.filter(({ day, merchant }) => merchant !== viewer && days.includes(day))
  const shownOn = (day: number) => others.filter((fact) => fact.day === day && fact.impressions > 0)
  if (days.every((day) => shownOn(day).length === 0)) return 'none'
  if (days.every((day) => shownOn(day).length < 5)) return 'few_merchants'
  const counting = days.filter((day) => shownOn(day).length >= 5 && isSpread(shownOn(day), 'impressions'))
  if (counting.length === 0) return 'one_merchant'
  const counted = others.filter(({ day }) => counting.includes(day))
  if (!FIGURES.every((figure) => isSpread(counted, figure))) return 'one_merchant'
  return Object.fromEntries(FIGURES.map((figure) => [figure, sumOf(counted, figure)])) as Exclude<NaiveGroup, string>
}

/** No merchant has more than 60 % of it. */
export function isSpread(facts: readonly GroupFact[], figure: (typeof FIGURES)[number]): boolean {
  const merchants = [...new Set(facts.map(({ merchant }) => merchant))]
  return merchants.every((merchant) => {
    const own = sumOf(
      facts.filter((fact) => fact.merchant === merchant),
      figure,
    )
    return own * 100 <= 60 * sumOf(facts, figure)
  })
}

function sumOf(facts: readonly GroupFact[], figure: (typeof FIGURES)[number]): number {
  return facts.reduce((sum, fact) => sum + fact[figure], 0)
}
