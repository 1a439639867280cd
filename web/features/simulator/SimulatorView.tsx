'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import type { Me, Simulation } from '../../lib/endpoints.ts'
import { dateRange, zoneName } from '../../lib/formats.ts'
import { useMe } from '../../lib/useMe.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import view from '../../ui/View.module.css'
import { Card, ViewBody, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { ForecastCard, SplitCard } from './Charts.tsx'
import { columnsOf } from './columns.tsx'
import { csvOf } from './csv.ts'
import { DealForm } from './DealForm.tsx'
import { type Deal, firstDeal, togglePlacement } from './deal.ts'
import { minorDigits } from './money.ts'
import { Recommendations, sortedRows } from './Recommendations.tsx'
import { RiskMeter } from './RiskMeter.tsx'
import classes from './Simulator.module.css'
import { SupplyBar } from './SupplyBar.tsx'
import { useDeal } from './useDeal.ts'
import { useSimulation } from './useSimulation.ts'
import { Warnings } from './Warnings.tsx'

/** Can we deliver this, and what does it cost us? */
export function SimulatorView() {
  const me = useMe()
  return me === undefined ? <Loading slow={null} /> : <Simulator organisation={me.organisation} />
}

function Simulator({ organisation }: Pick<Me, 'organisation'>) {
  const { currency, time_zone: timeZone } = organisation
  const digits = minorDigits(currency)
  const today = todayIn(timeZone)
  const first = useMemo(() => firstDeal(today, digits), [today, digits])
  const { deal, sort, change, order } = useDeal(first)
  const { answer, error, retry, isWaiting, isSlow } = useSimulation(deal, currency)
  return (
    <>
      <ViewHead
        title="Simulator"
        answer={answer ? answerOf(answer) : null}
        {...(answer ? { csv: () => csvOf(answer, sortedRows(answer, columnsOf(answer), sort).rows) } : {})}
      />
      <div className={classes.layout}>
        <DealForm {...{ deal, currency, today }} minorDigits={digits} onChange={change} />
        <div aria-live="polite">
          {error && (
            <ErrorState
              error={error}
              what="The simulation"
              {...(answer ? { unaffected: 'What stands here is the deal before.' } : {})}
              onRetry={retry}
            />
          )}
          {answer === undefined && !error && (
            <Loading slow={isSlow ? 'Still working: the forecast of every placement' : null} />
          )}
          {answer && (
            <ViewBody isWaiting={isWaiting || error !== null}>
              <RiskMeter simulation={answer} />
              <SupplyBar simulation={answer} />
              <Warnings warnings={answer.data.warnings} />
            </ViewBody>
          )}
        </div>
      </div>
      {answer && (
        <ViewBody isWaiting={isWaiting || error !== null}>
          <Below simulation={answer} deal={deal} sort={sort} onChange={change} onSort={order} />
        </ViewBody>
      )}
    </>
  )
}

function Below(props: {
  readonly simulation: Simulation
  readonly deal: Deal
  readonly sort: string | null
  readonly onChange: (change: Partial<Deal>) => void
  readonly onSort: (sort: string | null) => void
}) {
  const { simulation, deal, onChange } = props
  const { data, meta } = simulation
  if (data.rows.length === 0)
    return (
      <Card label="No placements" className={view.state ?? ''}>
        <h2>No placements yet</h2>
        <p>A placement appears here when it exists; its forecast begins with its first whole day.</p>
      </Card>
    )
  const all = data.rows.map(({ placement_id: id }) => id)
  const chosen = data.rows.filter(({ eligible }) => eligible).map(({ placement_id: id }) => id)
  return (
    <>
      <Recommendations
        simulation={simulation}
        sort={props.sort}
        onSort={props.onSort}
        onToggle={(id) =>
          onChange({ placements: togglePlacement(deal.placements.length === 0 ? all : chosen, all, id) })
        }
      />
      <div className={view.grid}>
        <ForecastCard simulation={simulation} />
        <SplitCard simulation={simulation} />
      </div>
      <footer className={view.foot}>
        <p>
          <b>From</b> whole days, {dateRange(meta.start, meta.end)} ({zoneName(meta.time_zone)}); growth is not carried
          on. Commission by last touch, of days whose sales are in.
        </p>
        <p>
          <Link href="/definitions/">How these figures are made</Link>
        </p>
      </footer>
    </>
  )
}

function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(Date.now())
}
