import type { SlotMixDay } from '../../lib/endpoints.ts'
import classes from './SlotMix.module.css'

/** The paid share as a bar, with a mark at the limit. The number is beside it. */
export function PaidBar({ pct, limit }: { readonly pct: number | null; readonly limit: number }) {
  return (
    <span className={classes.bar} aria-hidden>
      <span className={classes.all} style={{ width: `${pct ?? 0}%` }} />
      <i style={{ left: `${limit}%` }} />
    </span>
  )
}

type Mix = Pick<SlotMixDay, 'cpi_impressions' | 'cpc_impressions' | 'cpa_impressions' | 'total_impressions'>

/** CPI, CPC and CPA as parts of the whole, with a mark at the limit. */
export function MixBar({ mix, limit }: { readonly mix: Mix; readonly limit: number }) {
  const { cpi_impressions: cpi, cpc_impressions: cpc, cpa_impressions: cpa, total_impressions: total } = mix
  const width = (n: number) => ({ width: `${total === 0 ? 0 : (100 * n) / total}%` })
  return (
    <span className={`${classes.bar} ${classes.wide} ${classes.organic}`} aria-hidden>
      <span className={classes.cpi} style={width(cpi)} />
      <span className={classes.cpc} style={width(cpc)} />
      <span className={classes.cpa} style={width(cpa)} />
      <i style={{ left: `${limit}%` }} />
    </span>
  )
}
