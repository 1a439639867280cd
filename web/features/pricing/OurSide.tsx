import { moneyText, parseMoney } from '@bx/contracts/money'
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconSquareRotatedFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { PricedQuote } from '../../lib/endpoints.ts'
import { rateMoney, shortCount, sumMoney } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Card, Tag } from '../../ui/View.tsx'
import { explanationsOf, rangeText, unitMoney } from './figures.ts'
import classes from './Pricing.module.css'
import { texts, VERDICTS } from './strings.ts'

/** What the quote costs us; never on the proposal. */
export function OurSide({ priced, children }: { readonly priced: PricedQuote; readonly children: ReactNode }) {
  return (
    <Card label={texts.isThisAGoodDeal}>
      <div className={classes.head}>
        <h2>{texts.isThisAGoodDeal}</h2>
        <Tag>{texts.internalOnly}</Tag>
        <span className={classes.hint}>{texts.notOnTheProposal}</span>
      </div>
      {priced.deal !== null && <Costs priced={priced} deal={priced.deal} />}
      <div className={classes.verdict}>
        <Verdict priced={priced} />
        {children}
      </div>
    </Card>
  )
}

function Costs({ priced, deal }: { readonly priced: PricedQuote; readonly deal: NonNullable<PricedQuote['deal']> }) {
  const { currency } = priced
  const of = explanationsOf(priced)
  const range = (value: Parameters<typeof rangeText>[0]) =>
    value === null ? texts.unknownYet : rangeText(value, currency)
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{texts.largestSafe}</dt>
        <dd>
          <Explain explanation={of.safe}>{shortCount(deal.safe_impressions)}</Explain>
        </dd>
        <dd>{texts.safeFor(sumMoney(deal.safe_price, currency))}</dd>
      </div>
      <div>
        <dt>{texts.breakEven}</dt>
        <dd>
          <Explain explanation={of.breakEven}>{rateMoney(deal.break_even_cpm, currency)}</Explain>
        </dd>
        <dd>{breakEvenWords(priced)}</dd>
      </div>
      <div>
        <dt>{texts.totalCommission}</dt>
        <dd>
          <Explain explanation={of.total}>{sumMoney(deal.total_commission, currency)}</Explain>
        </dd>
        <dd>{texts.totalSays}</dd>
      </div>
      <div>
        <dt>{texts.displaced}</dt>
        <dd>
          <Explain explanation={of.displaced}>{sumMoney(deal.displaced_commission?.mid ?? null, currency)}</Explain>
        </dd>
        <dd>{range(deal.displaced_commission)}</dd>
      </div>
      <div>
        <dt>{texts.left}</dt>
        <dd>
          <Explain explanation={of.left}>{sumMoney(deal.left_after_displacement?.mid ?? null, currency)}</Explain>
        </dd>
        <dd>{range(deal.left_after_displacement)}</dd>
      </div>
    </dl>
  )
}

/** Only CPI has a CPM to compare. */
function breakEvenWords({ package_type: type, unit_price: unitPrice, deal, currency }: PricedQuote): string {
  const breakEven = deal?.break_even_cpm ?? null
  if (breakEven === null) return texts.unknownYet
  if (type !== 'CPI' || unitPrice === null) return ''
  const difference = parseMoney(unitPrice) - parseMoney(breakEven)
  const size = rateMoney(moneyText(difference < 0n ? -difference : difference, currency), currency)
  return difference < 0n ? texts.belowBreakEven(size) : texts.aboveBreakEven(size)
}

const MARKS = {
  possible: { Icon: IconCircleCheckFilled, tone: 'good' },
  high_risk: { Icon: IconAlertTriangleFilled, tone: 'watch' },
  not_possible: { Icon: IconSquareRotatedFilled, tone: 'bad' },
} as const

function Verdict({ priced }: { readonly priced: PricedQuote }) {
  const { deal, is_below_floor: isBelow, floor_price: floor, currency } = priced
  const below = isBelow && texts.belowFloor(unitMoney(floor, currency))
  if (deal === null)
    return (
      <p>
        {texts.noDealYet} {below}
      </p>
    )
  const { Icon, tone } = MARKS[deal.verdict]
  return (
    <p>
      <Icon size={16} className={classes[tone] ?? ''} aria-hidden /> <b>{VERDICTS[deal.verdict]}</b> {deal.reason}{' '}
      {below && <b>{below}</b>}
    </p>
  )
}
