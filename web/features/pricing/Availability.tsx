import type { PricedQuote } from '../../lib/endpoints.ts'
import { count, dateRange, ratio, shortCount } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Tag } from '../../ui/View.tsx'
import { explanationsOf } from './figures.ts'
import classes from './Pricing.module.css'
import { texts } from './strings.ts'

/** What is sold to others, what is available, and what this quote uses of it, within half of the impressions. */
export function Availability(props: { readonly priced: PricedQuote; readonly deal: NonNullable<PricedQuote['deal']> }) {
  const { priced, deal } = props
  const { competing, available, needed, left } = deal
  const of = explanationsOf(priced)
  const most = Math.max(1, competing + Math.max(available, needed))
  const width = (n: number) => `${(100 * n) / most}%`
  return (
    <div className={classes.part}>
      <h3>
        {texts.availabilityOf(dateRange(priced.start_date!, priced.end_date!))}
        <Tag>{texts.measured}</Tag>
        <span className={classes.muted}>
          <Explain explanation={of.capacity}>
            {texts.predicted(
              shortCount(deal.capacity.mid),
              shortCount(deal.capacity.low),
              shortCount(deal.capacity.high),
            )}
          </Explain>
        </span>
      </h3>
      <div
        className={classes.bar}
        role="img"
        aria-label={texts.barLabel(count(competing), count(available), count(needed))}
      >
        <span className={classes.soldPart} style={{ left: 0, width: width(competing) }} />
        <span className={classes.quotePart} style={{ left: width(competing), width: width(needed) }} />
        <span className={classes.marker} style={{ left: width(competing + available) }} />
      </div>
      <dl className={classes.key}>
        <div>
          <dt>{texts.owedToOthers}</dt>
          <dd>{count(competing)}</dd>
        </div>
        <div>
          <dt>{texts.availableShort}</dt>
          <dd>
            <Explain explanation={of.available}>{count(available)}</Explain>
          </dd>
        </div>
        <div>
          <dt>{texts.thisQuote}</dt>
          <dd>{count(needed)}</dd>
          {available > 0 && <dt>{texts.ofAvailable(ratio(needed / available, 0))}</dt>}
        </div>
        <div>
          <dt>{left < 0 ? texts.short : texts.leftShort}</dt>
          <dd>{count(Math.abs(left))}</dd>
        </div>
      </dl>
    </div>
  )
}
