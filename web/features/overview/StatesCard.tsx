import { PACKAGE_STATES } from '@bx/contracts/packages/values'
import Link from 'next/link'
import type { CommercialOverview } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Overview.module.css'
import { STATE_LABELS, texts } from './strings.ts'

/** The group of the list of packages that shows a state. */
const GROUP_OF = {
  ...{ draft: 'offers', quoted: 'offers', held: 'offers', booked: 'upcoming', live: 'running', paused: 'running' },
  ...{ ended: 'finished', closed: 'finished', cancelled: 'finished' },
} as const

/** How many packages are in each state; each opens the list. */
export function StatesCard({ states }: Pick<CommercialOverview['data'], 'states'>) {
  const most = Math.max(1, ...PACKAGE_STATES.map((state) => states[state] ?? 0))
  return (
    <Card label={texts.packagesByState} className={classes.card ?? ''}>
      <h2>{texts.packagesByState}</h2>
      <ul className={classes.states}>
        {PACKAGE_STATES.map((state) => (
          <li key={state}>
            <Link href={`/packages/?state=${GROUP_OF[state]}`}>{STATE_LABELS[state]}</Link>
            <span aria-hidden>
              <i style={{ width: `${(100 * (states[state] ?? 0)) / most}%` }} />
            </span>
            <b>{count(states[state] ?? 0)}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}
