import type { CommercialRules, PricedQuote, Quote } from '../../lib/endpoints.ts'
import { count, date, dayIn, percentage, shortCount, sumMoney } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import { Availability } from './Availability.tsx'
import { Estimates } from './Estimates.tsx'
import { explanationsOf, rate, unitMoney, unitsOf } from './figures.ts'
import classes from './Pricing.module.css'
import { QuoteTag } from './QuoteTag.tsx'
import { Steps } from './Steps.tsx'
import { OBJECTIVE_WORDS, texts, unitsText } from './strings.ts'

/** The price of what is asked, and where the chosen quote is on its way to a package. */
export function QuoteCard(props: {
  readonly priced: PricedQuote
  readonly quote: Quote | null
  readonly rules: CommercialRules | undefined
  readonly timeZone: string
}) {
  const { priced, quote, timeZone } = props
  return (
    <Card label={texts.theQuote}>
      <div className={classes.head}>
        <h2>
          {quote?.quote_name ?? texts.newQuote}{' '}
          <span className={classes.muted}>
            {quote?.package_name ?? priced.merchant_name ?? texts.aNewMerchant},{' '}
            {OBJECTIVE_WORDS[priced.merchant_objective].label}
          </span>
        </h2>
        {quote !== null && <QuoteTag state={quote.quote_state} />}
        {quote !== null && (
          <span className={classes.hint}>{texts.validTo(date(dayIn(timeZone, quote.valid_until)))}</span>
        )}
      </div>
      <Steps {...props} />
      {quote !== null && <Quoted quote={quote} currency={priced.currency} />}
      <Figures priced={priced} />
      {priced.package_type === 'CPI' && <Lines priced={priced} />}
      {priced.deal !== null && <Availability priced={priced} deal={priced.deal} />}
      <Estimates priced={priced} />
    </Card>
  )
}

/** What was quoted stays; rates and history go on. */
function Quoted({ quote, currency }: { readonly quote: Quote; readonly currency: string }) {
  const units = unitsText(quote.package_type, quote.units, count(quote.units))
  const price = sumMoney(quote.price ?? quote.unit_price, currency)
  return (
    <p className={`${classes.part} ${classes.hint}`}>
      {texts.atTodaysRates(texts.quotedFor(units, price))} {quote.is_changed && texts.changedSince}
    </p>
  )
}

function Figures({ priced }: { readonly priced: PricedQuote }) {
  const { currency, days } = priced
  const of = explanationsOf(priced)
  const units = unitsOf(priced)
  if (priced.package_type === 'CPA')
    return (
      <dl className={classes.figures}>
        <div>
          <dt>{texts.salePrice}</dt>
          <dd>{unitMoney(priced.unit_price, currency)}</dd>
          <dd>{texts.perSaleHelp}</dd>
        </div>
        <div>
          <dt>{texts.guarantee}</dt>
          <dd>{texts.noGuarantee}</dd>
          <dd>{priced.note}</dd>
        </div>
      </dl>
    )
  const isCpi = priced.package_type === 'CPI'
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{isCpi ? texts.impressions : texts.clicks}</dt>
        <dd>
          <Explain explanation={of.units}>{count(units)}</Explain>
        </dd>
        <dd>{days !== null && units !== null && texts.perDay(count(units / days), count(days))}</dd>
      </div>
      <div>
        <dt>{isCpi ? texts.blendedCpm : texts.clickPrice}</dt>
        <dd>
          <Explain explanation={of.unitPrice}>{unitMoney(priced.unit_price, currency)}</Explain>
        </dd>
        <dd>
          {isCpi
            ? texts.atBase(shortCount(priced.impressions_at_base_cpm))
            : `${texts.expectedImpressions}: ${shortCount(priced.estimated_impressions)}, ${texts.atCtr(rate(priced.ctr_pct))}`}
        </dd>
      </div>
      <div>
        <dt>{texts.price}</dt>
        <dd>
          <Explain explanation={of.price}>{sumMoney(priced.price, currency)}</Explain>
        </dd>
        <dd>{texts.beforeTax}</dd>
      </div>
    </dl>
  )
}

type Cpi = Extract<PricedQuote, { package_type: 'CPI' }>

function Lines({ priced }: { readonly priced: Cpi }) {
  const { currency, lines, rates } = priced
  const base = unitMoney(rates.base_cpm, currency)
  const made = { high_value: texts.times(base, String(rates.high_value_factor)), standard: texts.base }
  const [high, standard] = [lines[0]!, lines[1]!]
  const cpm = (line: Cpi['lines'][number]) => unitMoney(line.cpm, currency)
  return (
    <Scroller label={texts.linesCaption}>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.linesCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.placements}</th>
            {[texts.share, texts.impressions, texts.cpm].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col" className={table.left}>
              {texts.howItIsMade}
            </th>
            <th scope="col">{texts.price}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.tier}>
              <th scope="row">{line.tier === 'high_value' ? texts.highValue : texts.standard}</th>
              <td>{percentage(line.pct)}</td>
              <td>{count(line.impressions)}</td>
              <td>{cpm(line)}</td>
              <td className={table.left}>{made[line.tier]}</td>
              <td>{sumMoney(line.price, currency)}</td>
            </tr>
          ))}
          <tr className={table.total}>
            <th scope="row">{texts.total}</th>
            <td>{percentage(100)}</td>
            <td>{count(priced.guaranteed_impressions)}</td>
            <td>{unitMoney(priced.blended_cpm, currency)}</td>
            <td className={table.left}>
              {texts.blend(percentage(high.pct), cpm(high), percentage(standard.pct), cpm(standard))}
            </td>
            <td>{sumMoney(priced.price, currency)}</td>
          </tr>
        </tbody>
      </table>
    </Scroller>
  )
}
