import type { EChartsCoreOption } from 'echarts/core'
import { count, ratio, shortCount } from '../lib/formats.ts'
import { base, categoryAxis, countAxis, pointLabel } from './base.ts'
import type { ChartColours } from './colours.ts'

export interface FrequencyBucket {
  readonly bucket: string
  readonly users: number
  readonly share: number | null
}

/** People by how many impressions each saw: equal columns, the share above each. */
export function frequencyBars(buckets: readonly FrequencyBucket[], colours: ChartColours): EChartsCoreOption {
  return {
    ...base(),
    grid: { left: 44, right: 12, top: 24, bottom: 28 },
    xAxis: categoryAxis(
      colours,
      buckets.map(({ bucket }) => bucketName(bucket)),
    ),
    yAxis: countAxis(colours, shortCount),
    series: [
      {
        type: 'bar',
        silent: true,
        barCategoryGap: '12%',
        data: buckets.map(({ users }) => users),
        itemStyle: { color: colours.bar, borderRadius: [3, 3, 0, 0] },
        label: {
          ...pointLabel(colours),
          formatter: ({ dataIndex }: { dataIndex: number }) => ratio(buckets[dataIndex]!.share, 0),
        },
      },
    ],
  }
}

/** "5-9" as "5–9". */
export function bucketName(bucket: string): string {
  return bucket.replace('-', '–')
}

/** The chart in a sentence, for people who hear it. */
export function describeFrequency(buckets: readonly FrequencyBucket[]): string {
  const largest = buckets.toSorted((a, b) => b.users - a.users)[0]
  if (largest === undefined || largest.users === 0) return 'People by impressions: no data.'
  return `People by impressions each saw: most, ${ratio(largest.share, 0)}, saw ${bucketName(largest.bucket)}; ${ratio(buckets[0]!.share, 0)} saw one.`
}

export function frequencyRows(buckets: readonly FrequencyBucket[]) {
  return {
    head: ['Impressions per person', 'People', 'Share'],
    rows: buckets.map(({ bucket, users, share }) => [bucketName(bucket), count(users), ratio(share)]),
    csv: {
      columns: ['impressions_per_person', 'users', 'share'],
      rows: buckets.map(({ bucket, users, share }) => [bucket, users, share]),
    },
  }
}
