'use client'
import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { averageDay, type DayClass, describeHours, hourLine, hourRows } from '../../charts/hourLine.ts'
import { periodNames } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { wallHour } from '../../lib/wallHour.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { DAY_CLASSES, texts } from './strings.ts'

/** When the placement is seen: the average day by the hour. */
export function HoursCard({ deepDive }: { readonly deepDive: PlacementDeepDive }) {
  const { data, meta } = deepDive
  const [{ hours: of }, set] = useViewState()
  const chart = useMemo(() => averages(deepDive, of), [deepDive, of])
  const options = useCallback((colours: ChartColours) => hourLine(chart, colours), [chart])
  return (
    <Card label={texts.whenItIsSeen}>
      <Figure
        title={texts.whenItIsSeen}
        subtitle={texts.averageDay}
        legend={periodNames(meta)}
        controls={
          <SegmentedControl
            size="xs"
            aria-label={texts.days}
            value={of}
            onChange={(hours) => set({ hours: hours as DayClass })}
            data={Object.entries(DAY_CLASSES).map(([value, label]) => ({ value, label }))}
          />
        }
        sentence={describeHours(chart)}
        table={hourRows(chart)}
        file={`hours_${data.placement.placement_name}_${meta.start}_${meta.end}_${meta.traffic}`}
        height={180}
        layout={{ left: 44, right: 24, points: 'edges' }}
        options={options}
        empty={chart.now.every((value) => !value) ? texts.noImpressionsOnDays(DAY_CLASSES[of].toLowerCase()) : null}
      />
    </Card>
  )
}

/** The average day of both periods. */
export function averages({ data, meta }: PlacementDeepDive, of: DayClass) {
  const unfinished = meta.unfinished_day && {
    day: meta.unfinished_day,
    hours: wallHour(meta.complete_to, meta.time_zone),
  }
  const now = averageDay(data.hourly, { start: meta.start, end: meta.end, unfinished: unfinished || null }, of)
  const before = meta.compare ? averageDay(data.hourly_before, { ...meta.compare, unfinished: null }, of) : []
  return { now, before }
}
