import type { QuoteState } from '@bx/contracts/endpoints/quotes'
import { IconBan, IconCircleCheckFilled, IconCircleDashed, IconClock, IconFlag } from '@tabler/icons-react'
import classes from './Pricing.module.css'
import { STATE_LABELS } from './strings.ts'

/** Each state has an icon, a colour and a word. */
const MARKS = {
  open: { Icon: IconCircleDashed, tone: 'info' },
  expired: { Icon: IconFlag, tone: 'neutral' },
  held: { Icon: IconClock, tone: 'watch' },
  package: { Icon: IconCircleCheckFilled, tone: 'good' },
  withdrawn: { Icon: IconBan, tone: 'neutral' },
} as const

export function QuoteTag({ state }: { readonly state: QuoteState }) {
  const { Icon, tone } = MARKS[state]
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {STATE_LABELS[state]}
    </span>
  )
}
