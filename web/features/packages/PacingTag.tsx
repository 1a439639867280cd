import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconClock,
  IconFlag,
  IconPlayerPauseFilled,
  IconSquareRotatedFilled,
  type TablerIcon,
} from '@tabler/icons-react'
import type { SoldPackage } from '../../lib/endpoints.ts'
import type { Condition } from './condition.ts'
import classes from './Packages.module.css'
import { conditionOf } from './pacing.ts'
import { StateTag } from './StateTag.tsx'
import { CONDITION_LABELS } from './strings.ts'

const MARKS: Readonly<Record<Condition, { readonly Icon: TablerIcon; readonly tone: string }>> = {
  behind: { Icon: IconSquareRotatedFilled, tone: 'bad' },
  oversold: { Icon: IconSquareRotatedFilled, tone: 'bad' },
  ended_short: { Icon: IconSquareRotatedFilled, tone: 'bad' },
  at_risk: { Icon: IconAlertTriangleFilled, tone: 'watch' },
  ahead: { Icon: IconAlertTriangleFilled, tone: 'watch' },
  on_track: { Icon: IconCircleCheckFilled, tone: 'good' },
  warming_up: { Icon: IconClock, tone: 'info' },
  not_started: { Icon: IconCircleDashed, tone: 'neutral' },
  paused: { Icon: IconPlayerPauseFilled, tone: 'watch' },
  completed: { Icon: IconFlag, tone: 'neutral' },
}

/** How a sold package stands against its plan; the state of the contract while it has no plan. */
export function PacingTag({ sold }: { readonly sold: SoldPackage }) {
  const condition = conditionOf(sold)
  if (condition === null) return <StateTag status={sold.status} />
  const { Icon, tone } = MARKS[condition]
  return (
    <span className={`${classes.tag} ${classes[tone]}`}>
      <Icon size={14} aria-hidden />
      {CONDITION_LABELS[condition]}
    </span>
  )
}
