'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeForecast, forecastBand, forecastPoints, forecastRows } from '../../charts/forecastBand.ts'
import { barRows, barsHeight, barTable, describeBars, placementBars } from '../../charts/placementBars.ts'
import type { Simulation } from '../../lib/endpoints.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Expected and actual impressions per day. */
export function ForecastCard({ simulation: { data } }: { readonly simulation: Simulation }) {
  const { history, daily } = data
  const points = useMemo(() => forecastPoints({ history, daily }), [history, daily])
  const options = useCallback((colours: ChartColours) => forecastBand(points, colours), [points])
  return (
    <Card label={texts.forecast}>
      <Figure
        title={texts.impressionsPerDay}
        subtitle={texts.solidActualDashedForecast}
        sentence={describeForecast(points)}
        table={forecastRows(points)}
        file={`forecast_${data.deal.start_date}_${data.deal.end_date}`}
        height={220}
        layout={{ left: 44, right: 20, points: 'edges' }}
        options={options}
        empty={history.length === 0 ? texts.noImpressionsInThesePlacements : null}
      />
    </Card>
  )
}

/** The best placements for the deal. */
export function SplitCard({ simulation: { data } }: { readonly simulation: Simulation }) {
  const bars = useMemo(
    () =>
      barRows(
        data.rows.map(({ placement_name: name, placement_key: key, tier, allocated_impressions: impressions }) => {
          return { name, key, tier, impressions }
        }),
      ),
    [data.rows],
  )
  const options = useCallback((colours: ChartColours) => placementBars(bars, colours), [bars])
  return (
    <Card label={texts.bestSplit}>
      <Figure
        title={texts.bestSplit}
        subtitle={texts.impressionsByPlacement}
        sentence={describeBars(bars)}
        table={barTable(bars)}
        file={`split_${data.deal.start_date}_${data.deal.end_date}`}
        height={Math.max(220, barsHeight(bars))}
        layout={{ left: 148, right: 72, points: 'rows' }}
        options={options}
        empty={bars.length === 0 ? texts.nothingCanBeDelivered : null}
      />
    </Card>
  )
}
