'use client'
import { useCallback } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeLags, lagBars, lagTable } from '../../charts/lagBars.ts'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Time from the decisive exposure to the sale. */
export function LagCard({ paths: { data, meta } }: { readonly paths: ConversionPaths }) {
  const { histogram } = data
  const { median_hours: median } = data.totals
  const options = useCallback((colours: ChartColours) => lagBars(histogram, median, colours), [histogram, median])
  return (
    <Card label={texts.timeToConversion}>
      <Figure
        title={texts.timeToConversion}
        subtitle={texts.salesBy12Hours}
        sentence={describeLags(histogram, median)}
        table={lagTable(histogram)}
        file={`time-to-conversion_${meta.start}_${meta.end}_${meta.traffic}`}
        height={220}
        layout={{ left: 44, right: 16, points: 'bands' }}
        options={options}
        empty={histogram.length === 0 ? texts.noSaleHadAnExposure : null}
      />
    </Card>
  )
}
