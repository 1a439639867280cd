import type { MerchantSummary } from '../../lib/endpoints.ts'
import { count, percentage } from '../../lib/formats.ts'
import { ChartCard } from '../../ui/ChartCard.tsx'
import classes from '../../ui/ui.module.css'

/** Impressions, clicks, conversions, and the rate of each step in words. */
export function FunnelCard({ funnel }: { readonly funnel: MerchantSummary['data']['funnel'] }) {
  const steps = [
    ['Impressions', funnel.impressions, null],
    ['Clicks', funnel.clicks, `${percentage(funnel.ctr_pct, 2)} are clicked, CTR`],
    [
      'Conversions',
      funnel.conversions,
      `${percentage(funnel.click_cvr_pct, 1)} of clicks end in a sale, CVR per click`,
    ],
  ] as const
  return (
    <ChartCard
      title="From seen to sold"
      subtitle="Width by square root"
      table={{
        columns: ['Step', 'Count', 'Of the step before'],
        rows: steps.map(([name, n, rate]) => [name, count(n), rate?.split(' ')[0] ?? '–']),
      }}
    >
      <ol className={classes.funnel}>
        {steps.map(([name, n, rate]) => (
          <li key={name}>
            {rate && <div className={classes.step}>↓ {rate}</div>}
            <b>{count(n)}</b> {name}
            <span className={classes.funnelBar} style={{ width: `${widthOf(n, funnel.impressions)}%` }} aria-hidden />
          </li>
        ))}
      </ol>
    </ChartCard>
  )
}

/** Square root: clicks are a hundredth of impressions and would be a hairline. */
function widthOf(n: number, all: number): number {
  return all > 0 ? Math.sqrt(n / all) * 100 : 0
}
