'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { barRows, barsHeight, barTable, describeBars, onlyBar, placementBars } from '../../charts/placementBars.ts'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Where the merchant was shown. */
export function PlacementsCard({ summary: { data, meta } }: { readonly summary: MerchantSummary }) {
  const rows = useMemo(
    () =>
      barRows(
        data.placements.map(({ placement_name: name, placement_key: key, tier, impressions }) => {
          return { name, key, tier, impressions }
        }),
      ),
    [data.placements],
  )
  const options = useCallback((colours: ChartColours) => placementBars(rows, colours), [rows])
  return (
    <Card label={texts.whereItIsShown}>
      <Figure
        title={texts.whereItIsShown}
        subtitle={texts.impressionsByPlacement}
        sentence={describeBars(rows)}
        table={barTable(rows)}
        file={`impressions-by-placement_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
        height={barsHeight(rows)}
        layout={{ left: 148, right: 72, points: 'rows', top: 4, bottom: 4 }}
        options={options}
        instead={onlyBar(rows)}
      />
    </Card>
  )
}
