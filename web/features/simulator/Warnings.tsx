import { IconAlertTriangleFilled, IconSquareRotatedFilled } from '@tabler/icons-react'
import type { Simulation } from '../../lib/endpoints.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'

const WORDS: Readonly<Record<Simulation['data']['warnings'][number]['code'], string>> = {
  high_risk: 'High risk',
  not_feasible: 'Not feasible',
  weak_period: 'Weak period',
  few_days: 'Little history',
  renders_estimated: 'Renders estimated',
  below_break_even: 'Below break-even',
}

/** What to know before selling this; a shape and words for each. */
export function Warnings({ warnings }: Pick<Simulation['data'], 'warnings'>) {
  if (warnings.length === 0) return null
  return (
    <Card label="Warnings" className={classes.pad ?? ''}>
      <h2>Warnings</h2>
      <ul className={classes.warnings}>
        {warnings.map(({ code, message }) => {
          const isBad = code === 'not_feasible'
          const Icon = isBad ? IconSquareRotatedFilled : IconAlertTriangleFilled
          return (
            <li key={`${code} ${message}`}>
              <span className={isBad ? classes.bad : classes.watch}>
                <Icon size={14} aria-hidden />
              </span>
              <span>
                <b>{WORDS[code]}.</b> {message}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
