'use client'
import { IconAlertTriangleFilled, IconSquareRotatedFilled } from '@tabler/icons-react'
import type { Simulation } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'

type Warning = Simulation['data']['warnings'][number]

const WORDS: Readonly<Record<Warning['code'], string>> = {
  high_risk: 'High risk',
  not_feasible: 'Not feasible',
  weak_period: 'Weak period',
  few_days: 'Little history',
  unknown_commission: 'Commission not known',
  renders_estimated: 'Renders estimated',
  below_break_even: 'Below break-even',
}

export function warningWords(code: string): string {
  return Object.entries(WORDS).find(([known]) => known === code)?.[1] ?? code
}

/** Warnings about the deal; each has a shape and words. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  return (
    <Card label="Warnings" className={classes.pad ?? ''}>
      <h2>Warnings</h2>
      <ul className={classes.warnings}>
        {warnings.map((warning) => {
          const { code, message } = warning
          const isBad = code === 'not_feasible'
          const Icon = isBad ? IconSquareRotatedFilled : IconAlertTriangleFilled
          return (
            <li key={`${code} ${message}`}>
              <span className={isBad ? classes.bad : classes.watch}>
                <Icon size={14} aria-hidden />
              </span>
              <span>
                <b>{WORDS[code]}.</b> {message} {warning.placement_ids.length > 1 && <ShowAll warning={warning} />}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

/** Shows the placements of a warning in the table. */
function ShowAll({ warning: { code, placement_ids: ids } }: { readonly warning: Warning }) {
  const [, set] = useViewState()
  return (
    <button
      type="button"
      className={classes.showAll}
      onClick={() => {
        set({ warning: code, filter: '', page: 1 })
        document.getElementById('placements')?.scrollIntoView()
      }}
    >
      Show all {count(ids.length)}
    </button>
  )
}
