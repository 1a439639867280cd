import { sharesPct } from '@bx/contracts/metrics/shareOut'
import { pctOf } from '@bx/contracts/tables/pct'
import type { EChartsCoreOption } from 'echarts/core'
import { count, percentage, shortCount } from '../lib/formats.ts'
import { base, categoryAxis, countAxis, pointLabel } from './base.ts'
import type { ChartColours } from './colours.ts'
import { texts } from './strings.ts'

export interface FrequencyBucket {
  readonly bucket: string
  readonly users: number
  readonly share: number | null
}

/** People by number of impressions: columns of equal width, with their share above. */
export function frequencyBars(buckets: readonly FrequencyBucket[], colours: ChartColours): EChartsCoreOption {
  const shares = sharesOf(buckets, 0)
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
          formatter: ({ dataIndex }: { dataIndex: number }) => percentage(shares[dataIndex]!),
        },
      },
    ],
  }
}

/** Displayed shares in percent; they add up to 100. */
function sharesOf(buckets: readonly FrequencyBucket[], places: number): (number | null)[] {
  return sharesPct(
    buckets.map(({ users }) => users),
    places,
  )
}

/** "5-9" as "5–9". */
export function bucketName(bucket: string): string {
  return bucket.replace('-', '–')
}

/** The chart in a sentence, for screen readers. */
export function describeFrequency(buckets: readonly FrequencyBucket[]): string {
  const shares = sharesOf(buckets, 0)
  const most = buckets.reduce((best, { users }, i) => (users > (buckets[best]?.users ?? 0) ? i : best), 0)
  const largest = buckets[most]
  if (largest === undefined || largest.users === 0) return texts.peopleByImpressionsNoData
  return texts.peopleByNumberOfImpressions(
    percentage(shares[most]!),
    bucketName(largest.bucket),
    percentage(shares[0]!),
  )
}

/** "All 12 people saw one impression.": a sentence instead of a single bar; else null. */
export function onlyBucket(buckets: readonly FrequencyBucket[]): string | null {
  const [only, ...others] = buckets.filter(({ users }) => users > 0)
  if (only === undefined || others.length > 0) return null
  const seen = only.bucket === '1' ? texts.oneImpression : texts.impressionsOf(bucketName(only.bucket))
  return only.users === 1 ? texts.onePersonSaw(seen) : texts.allPeopleSawEach(count(only.users), seen)
}

export function frequencyRows(buckets: readonly FrequencyBucket[]) {
  const shares = sharesOf(buckets, 1)
  return {
    head: [texts.impressionsPerPerson, texts.people, texts.share],
    rows: buckets.map(({ bucket, users }, i) => [bucketName(bucket), count(users), percentage(shares[i]!, 1)]),
    csv: {
      columns: ['impressions_per_person', 'users', 'share_pct'],
      rows: buckets.map(({ bucket, users, share }) => [bucket, users, pctOf(share)]),
    },
  }
}
