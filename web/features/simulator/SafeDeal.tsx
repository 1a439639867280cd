import { parseMoney } from '@bx/contracts/money'
import { showRate } from '@bx/contracts/showMoney'
import { Button } from '@mantine/core'
import type { Simulation } from '../../lib/endpoints.ts'
import { count, sumMoney } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card } from '../../ui/View.tsx'
import type { Deal } from './deal.ts'
import { safeExplanationsOf } from './figures.ts'
import classes from './Simulator.module.css'
import { texts } from './strings.ts'

/** What fits: the largest safe deal, its price, and the price below which it costs more than it brings. */
export function SafeDeal(props: {
  readonly simulation: Simulation
  readonly onUse: (deal: Pick<Deal, 'impressions' | 'budget'>) => void
}) {
  const { data, meta } = props.simulation
  const { safe_deal: safe, goal } = data
  const of = safeExplanationsOf(props.simulation)
  const rate = (cpm: string | null) =>
    cpm === null ? texts.commissionNotKnownYetInText : texts.per1000Of(showRate(parseMoney(cpm), meta.currency))
  return (
    <Card label={texts.largestSafeDeal} className={classes.pad ?? ''}>
      <dl className={`${classes.supply} ${classes.safe}`}>
        <div>
          <dt>{texts.largestSafeDeal}</dt>
          <dd>
            <Explain explanation={of.impressions}>{count(safe.impressions)}</Explain>
          </dd>
          <dd>{texts.impressionsWithin30Percent(count(safe.weak_period_impressions))}</dd>
        </div>
        <div>
          <dt>{texts.itsPrice}</dt>
          <dd>
            <Explain explanation={of.price}>{sumMoney(safe.price, meta.currency)}</Explain>
          </dd>
          <dd>{texts.at(rate(data.cpm))}</dd>
        </div>
        <div>
          <dt>{texts.itsBreakEvenPrice}</dt>
          <dd>
            <Explain explanation={of.breakEven}>{sumMoney(safe.break_even_price, meta.currency)}</Explain>
          </dd>
          <dd>{rate(safe.break_even_cpm)}</dd>
        </div>
      </dl>
      {safe.impressions > 0 && safe.impressions !== goal && (
        <Button onClick={() => props.onUse({ impressions: safe.impressions, budget: safe.price })}>
          {texts.useThisDeal}
        </Button>
      )}
    </Card>
  )
}
