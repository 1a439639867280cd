'use client'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeRates, rateBars, rateBarsHeight, rateRows, rateTable } from '../../charts/rateBars.ts'
import type { Benchmark } from '../../lib/endpoints.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** Where its impressions sell. */
export function RatesCard({ benchmark: { data, meta } }: { readonly benchmark: Benchmark }) {
  const { min_impressions: enough } = meta.thresholds
  const rows = useMemo(
    () =>
      rateRows(
        data.rows
          .filter(({ impressions }) => impressions > 0)
          .map((row) => ({
            name: row.placement_name,
            key: row.placement_key,
            tier: row.tier,
            value: row.impressions >= enough ? row.cvr_pct : null,
            interval: row.impressions >= enough ? row.cvr_interval : null,
          })),
      ),
    [data.rows, enough],
  )
  const all = data.totals.cvr_pct
  const options = useCallback((colours: ChartColours) => rateBars(rows, all, colours), [rows, all])
  return (
    <Card label={texts.title}>
      <Figure
        title={texts.title}
        subtitle={texts.byPlacementWithThe95}
        sentence={describeRates(texts.title, rows)}
        table={rateTable(texts.title, 'cvr_pct', rows)}
        file={`cvr-by-placement_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
        height={rateBarsHeight(rows)}
        layout={{ left: 148, right: 72, points: 'rows', top: 4, bottom: 4 }}
        options={options}
        empty={rows.length === 0 ? texts.noImpressionsOnTheseDays : null}
      />
    </Card>
  )
}
