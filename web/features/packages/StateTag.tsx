import type { PackageState } from '@bx/contracts/packages/values'
import {
  IconBan,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconClock,
  IconFileText,
  IconFlag,
  IconPencil,
  IconPlayerPauseFilled,
  type TablerIcon,
} from '@tabler/icons-react'
import classes from './Packages.module.css'
import { STATE_LABELS } from './strings.ts'

/** Each state has an icon, a colour and a word. */
const MARKS: Readonly<Record<PackageState, { readonly Icon: TablerIcon; readonly tone: string }>> = {
  draft: { Icon: IconPencil, tone: 'neutral' },
  quoted: { Icon: IconFileText, tone: 'neutral' },
  held: { Icon: IconClock, tone: 'watch' },
  booked: { Icon: IconCircleDashed, tone: 'info' },
  live: { Icon: IconCircleCheckFilled, tone: 'good' },
  paused: { Icon: IconPlayerPauseFilled, tone: 'watch' },
  ended: { Icon: IconFlag, tone: 'neutral' },
  closed: { Icon: IconFlag, tone: 'neutral' },
  cancelled: { Icon: IconBan, tone: 'neutral' },
}

export function StateTag({ status }: { readonly status: PackageState }) {
  const { Icon, tone } = MARKS[status]
  return (
    <span className={`${classes.tag} ${classes[tone]}`}>
      <Icon size={14} aria-hidden />
      {STATE_LABELS[status]}
    </span>
  )
}
