import type { DirtRates } from './dirtRates.ts'
import type { Bot, Model } from './model.ts'
import { LAG_MEDIAN_HOURS, SALE_FATES } from './sales.ts'

/** The planted values that measurements must recover. Rates are fractions; keys are placement ids. */
export interface Truth {
  /** Clicks per exposure by people (bots aside). */
  readonly ctr: ReadonlyMap<string, number>
  /** Sales caused by a click, per click by people, independent of their report time. */
  readonly cvrPerClick: ReadonlyMap<string, number>
  /**
   * Placements where views without a click sell: additional sales per exposure that was not clicked and not measured as out
   * of view. Elsewhere, and for sales with cause `organic`, exposures have no influence.
   */
  readonly viewThroughUplift: ReadonlyMap<string, number>
  /** Sales per session that are not caused by an exposure. */
  readonly organicPerSession: number
  /** Half of the sales happen within this many hours of their cause; all within 7 days. */
  readonly lagMedianHours: number
  /** Final statuses of sales. */
  readonly saleFates: Readonly<Record<'confirmed' | 'rejected' | 'refunded' | 'pending', number>>
  readonly bots: readonly Bot[]
  readonly dirt: DirtRates
}

export function truthOf({ placements, organicPerSession, bots, dirt }: Model): Truth {
  const planted = (rate: (placement: Model['placements'][number]) => number) =>
    new Map(placements.map((placement) => [placement.placement_id, rate(placement)]))
  return {
    ctr: planted(({ ctr }) => ctr),
    cvrPerClick: planted(({ cvrPerClick }) => cvrPerClick),
    viewThroughUplift: new Map([...planted((p) => p.viewThroughUplift)].filter(([, uplift]) => uplift > 0)),
    organicPerSession,
    lagMedianHours: LAG_MEDIAN_HOURS,
    saleFates: SALE_FATES,
    bots,
    dirt,
  }
}
