import type { CommercialRules, Quote } from '../../lib/endpoints.ts'
import { count, date, dayIn, time } from '../../lib/formats.ts'
import classes from './Pricing.module.css'
import { texts } from './strings.ts'

interface Step {
  readonly name: string
  readonly says: string
}

/** Quote, hold, approve, package: where the chosen quote is. */
export function Steps(props: {
  readonly quote: Quote | null
  readonly rules: CommercialRules | undefined
  readonly timeZone: string
}) {
  const { quote } = props
  const at = quote === null ? 0 : quote.quote_state === 'held' ? 2 : quote.quote_state === 'package' ? 3 : 1
  return (
    <ol className={classes.steps} aria-label={texts.steps}>
      {stepsOf(props).map(({ name, says }, i) => (
        <li key={name} className={i < at ? classes.done : undefined} aria-current={i === at ? 'step' : undefined}>
          <i aria-hidden>{i + 1}</i>
          {name}
          <small>{says}</small>
        </li>
      ))}
    </ol>
  )
}

function stepsOf({ quote, rules, timeZone }: Parameters<typeof Steps>[0]): Step[] {
  const moment = (instant: string) => `${date(dayIn(timeZone, instant), false)}, ${time(instant, timeZone)}`
  const days = rules?.packages.hold_days ?? null
  const isExpired = quote?.quote_state === 'expired'
  return [
    {
      name: texts.stepQuote,
      says: quote === null ? texts.stepQuoteSays : isExpired ? texts.expiredSays : moment(quote.quoted_at),
    },
    {
      name: texts.stepHold,
      says: quote?.hold_expires_at
        ? texts.heldTo(moment(quote.hold_expires_at))
        : texts.stepHoldSays(count(days), days === 1),
    },
    { name: texts.stepApprove, says: quote?.quote_state === 'package' ? texts.approved : texts.stepApproveSays },
    { name: texts.stepPackage, says: quote === null ? texts.none : texts.runsFrom(date(quote.first_day)) },
  ]
}
