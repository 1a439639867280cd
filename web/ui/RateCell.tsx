import type { Change } from '@bx/contracts/metrics/change'
import type { Indicator as Verdict } from '@bx/contracts/metrics/thresholds'
import { NO_VALUE } from '../lib/formats.ts'
import { Delta } from './Delta.tsx'
import { Explain } from './Explain.tsx'
import type { Explanation } from './explanation.ts'
import { Rated } from './Indicator.tsx'
import { texts } from './strings.ts'
import classes from './Table.module.css'

interface Rate {
  readonly explanation: Explanation
  readonly text: string
  /** Shown below; null if nothing is compared. */
  readonly change: Change | null
}

/** A rate in a table with its verdict, and its change below. With too little data it is not shown. */
export function RateCell({ verdict, ...rate }: Rate & { readonly verdict: Verdict }) {
  return <Rated verdict={verdict}>{verdict === 'grey' ? NO_VALUE : <ChangedRate {...rate} />}</Rated>
}

/** A rate with its change below, which explains both. */
export function ChangedRate({ explanation, text, change }: Rate) {
  return (
    <Explain explanation={explanation}>
      <span className={classes.stacked}>
        {text}
        {change && (
          <small>
            <Delta change={change} better="up" isShort />
          </small>
        )}
      </span>
    </Explain>
  )
}

/** What the foot of a table with such rates says. */
export const GREY_CHANGES = texts.greyChangesAreWithinNoise
