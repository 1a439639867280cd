import type { PricedQuote } from '../../lib/endpoints.ts'
import { average, count, shortCount } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Tag } from '../../ui/View.tsx'
import { basisWords, explanationsOf, rate } from './figures.ts'
import classes from './Pricing.module.css'
import { texts } from './strings.ts'

/** Reach, clicks and sales to expect; each says whether it was measured or assumed. */
export function Estimates({ priced }: { readonly priced: PricedQuote }) {
  return (
    <div className={classes.halves}>
      {priced.package_type === 'CPI' && <ReachPart priced={priced} />}
      <ResultPart priced={priced} />
    </div>
  )
}

function ReachPart({ priced }: { readonly priced: Extract<PricedQuote, { package_type: 'CPI' }> }) {
  const { reach, estimated_reach: people, guaranteed_impressions: impressions } = priced
  const { reach: explained } = explanationsOf(priced)
  const each = people > 0 ? average(impressions / people) : texts.none
  const words = texts.people(shortCount(people), each)
  return (
    <div>
      <h3>
        {texts.reachEstimate}
        <Tag>{basisWords(reach)}</Tag>
      </h3>
      <p>{explained === null ? words : <Explain explanation={explained}>{words}</Explain>}</p>
      {reach.low < reach.high && (
        <p className={classes.hint}>{texts.between(shortCount(reach.low), shortCount(reach.high))}</p>
      )}
      <p className={classes.hint}>{reach.note}</p>
    </div>
  )
}

function ResultPart({ priced }: { readonly priced: PricedQuote }) {
  const { ctr_pct: ctr, click_cvr_pct: cvr, expected_clicks: clicks, expected_sales: sales } = priced
  const of = explanationsOf(priced)
  return (
    <div>
      <h3>{texts.expectedResult}</h3>
      <dl className={classes.pairs}>
        <dt>
          <Explain explanation={of.ctr}>{texts.clicksAtCtr(rate(ctr))}</Explain>
          <Tag>{basisWords(ctr)}</Tag>
        </dt>
        <dd>{count(clicks)}</dd>
        <dt>
          <Explain explanation={of.cvr}>{texts.salesAtCvr(rate(cvr, 1))}</Explain>
          <Tag>{basisWords(cvr)}</Tag>
        </dt>
        <dd>{sales === null ? texts.none : texts.salesRange(count(sales.low), count(sales.high))}</dd>
      </dl>
      <p className={classes.hint}>{ctr.note}</p>
    </div>
  )
}
