'use client'
import { IconAlertTriangleFilled, IconSquareRotatedFilled } from '@tabler/icons-react'
import type { Simulation } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Card } from '../../ui/View.tsx'
import classes from './Simulator.module.css'
import { texts, WARNING_WORDS } from './strings.ts'

type Warning = Simulation['data']['warnings'][number]

export function warningWords(code: string): string {
  return Object.entries(WARNING_WORDS).find(([known]) => known === code)?.[1] ?? code
}

/** Warnings about the deal; each has a shape and words. */
export function Warnings({ warnings }: { readonly warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  return (
    <Card label={texts.warnings} className={classes.pad ?? ''}>
      <h2>{texts.warnings}</h2>
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
                <b>{WARNING_WORDS[code]}.</b> {message}{' '}
                {warning.placement_ids.length > 1 && <ShowAll warning={warning} />}
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
      {texts.showAll(count(ids.length))}
    </button>
  )
}
