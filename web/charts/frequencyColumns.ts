import type { EChartsCoreOption } from 'echarts/core'
import { count, ratio } from '../lib/formats.ts'
import { frame } from './axes.ts'
import type { ChartColours } from './dailyLine.ts'

export interface FrequencyBucket {
  /** "3-4" impressions. */
  readonly bucket: string
  readonly users: number
  readonly share: number | null
}

/** People by how often they saw it: equal columns, the share above each. */
export function frequencyColumns(buckets: readonly FrequencyBucket[], colours: ChartColours): EChartsCoreOption {
  return {
    ...frame(
      colours,
      buckets.map(({ bucket }) => inWords(bucket)),
      { between: true },
    ),
    series: [
      {
        type: 'bar',
        silent: true,
        data: buckets.map(({ users }) => users),
        barCategoryGap: '16%',
        itemStyle: { color: colours.bar, borderRadius: [2, 2, 0, 0] },
        label: {
          show: true,
          position: 'top',
          color: colours.text,
          fontSize: 11.5,
          formatter: ({ dataIndex }: { dataIndex: number }) => ratio(buckets[dataIndex]!.share, 0),
        },
      },
    ],
  }
}

export function describeFrequency(buckets: readonly FrequencyBucket[]): string {
  const most = buckets.reduce<FrequencyBucket | null>((top, row) => (row.users > (top?.users ?? 0) ? row : top), null)
  if (most === null) return 'People by number of impressions: no data.'
  return `People by number of impressions: most, ${ratio(most.share, 0)}, saw it ${inWords(most.bucket)} times.`
}

export function frequencyRows(buckets: readonly FrequencyBucket[]) {
  return buckets.map(({ bucket, users, share }) => ({
    bucket: inWords(bucket),
    users: count(users),
    share: ratio(share),
  }))
}

function inWords(bucket: string): string {
  return bucket.replace('-', '–')
}
