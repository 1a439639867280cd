'use client'
import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { PLOT } from '../../charts/axes.ts'
import { Chart } from '../../charts/Chart.tsx'
import type { ChartColours } from '../../charts/dailyLine.ts'
import { averageDay, describeHours, hourRows, hoursLine } from '../../charts/hoursLine.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import type { ViewState } from '../../lib/viewState.ts'
import { ChartCard } from '../../ui/ChartCard.tsx'
import { PeriodLegend } from '../../ui/PeriodLegend.tsx'
import { PointWalker } from '../../ui/PointWalker.tsx'
import classes from '../../ui/ui.module.css'

const KINDS = { all: 'All days', weekday: 'Weekdays', weekend: 'Weekend' } as const

/** When it is seen: the average day, hour by hour. */
export function HoursCard({ answer: { data, meta } }: { readonly answer: PlacementDeepDive }) {
  const [state, set] = useViewState()
  const points = useMemo(() => averageDay(data.hours, state.hours), [data.hours, state.hours])
  const options = useCallback((colours: ChartColours) => hoursLine(points, colours), [points])
  const rows = useMemo(() => hourRows(points), [points])
  return (
    <ChartCard
      title="When it is seen"
      subtitle="Average day"
      legend={<PeriodLegend meta={meta} />}
      table={{
        columns: ['Hour', 'Impressions', 'Before', 'Change'],
        rows: rows.map((row) => [row.hour, row.average, row.before, row.change]),
      }}
    >
      <PointWalker
        label={describeHours(points)}
        left={PLOT.left}
        right={PLOT.right}
        points={rows.map((row) => ({
          title: row.hour,
          facts: [
            ['Average day', row.average],
            ['Before', row.before],
            ['Change', row.change],
          ],
        }))}
      >
        <Chart height={200} options={options} />
      </PointWalker>
      <div className={classes.note}>
        <SegmentedControl
          size="xs"
          aria-label="Days"
          value={state.hours}
          onChange={(hours) => set({ hours: hours as ViewState['hours'] })}
          data={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
        />
        {meta.unfinished_day && ' Hours that are not over today count from the days before only.'}
      </div>
    </ChartCard>
  )
}
