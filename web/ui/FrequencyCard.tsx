'use client'
import { useCallback, useMemo } from 'react'
import { PLOT } from '../charts/axes.ts'
import { Chart } from '../charts/Chart.tsx'
import type { ChartColours } from '../charts/dailyLine.ts'
import { describeFrequency, type FrequencyBucket, frequencyColumns, frequencyRows } from '../charts/frequencyColumns.ts'
import { ChartCard } from './ChartCard.tsx'
import { PointWalker } from './PointWalker.tsx'
import classes from './ui.module.css'

/** People by how often they were shown it. */
export function FrequencyCard(props: { readonly buckets: readonly FrequencyBucket[]; readonly days: number }) {
  const { buckets, days } = props
  const options = useCallback((colours: ChartColours) => frequencyColumns(buckets, colours), [buckets])
  const rows = useMemo(() => frequencyRows(buckets), [buckets])
  return (
    <ChartCard
      title="How often one person sees it"
      subtitle={`People by impressions, ${days} day${days === 1 ? '' : 's'}`}
      table={{
        columns: ['Impressions per person', 'People', 'Share'],
        rows: rows.map(({ bucket, users, share }) => [bucket, users, share]),
      }}
    >
      <PointWalker
        label={describeFrequency(buckets)}
        left={PLOT.left}
        right={PLOT.right}
        between
        points={rows.map(({ bucket, users, share }) => ({
          title: `${bucket} impressions`,
          facts: [
            ['People', users],
            ['Share', share],
          ],
        }))}
      >
        <Chart height={200} options={options} />
      </PointWalker>
      <p className={classes.note}>Impressions per person, across; people, up. The share stands above each column.</p>
    </ChartCard>
  )
}
