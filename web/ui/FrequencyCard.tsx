'use client'
import { useCallback } from 'react'
import type { ChartColours } from '../charts/colours.ts'
import {
  describeFrequency,
  type FrequencyBucket,
  frequencyBars,
  frequencyRows,
  onlyBucket,
} from '../charts/frequencyBars.ts'
import { Figure } from './Figure.tsx'
import { texts } from './strings.ts'
import { Card } from './View.tsx'

/** Frequency: people by number of impressions. */
export function FrequencyCard(props: {
  readonly title: string
  readonly buckets: readonly FrequencyBucket[]
  readonly file: string
}) {
  const { buckets } = props
  const options = useCallback((colours: ChartColours) => frequencyBars(buckets, colours), [buckets])
  return (
    <Card label={props.title}>
      <Figure
        title={props.title}
        subtitle={texts.peopleByNumberOfImpressions}
        sentence={describeFrequency(buckets)}
        table={frequencyRows(buckets)}
        file={props.file}
        height={190}
        layout={{ left: 44, right: 12, points: 'bands' }}
        options={options}
        instead={onlyBucket(buckets)}
        empty={buckets.every(({ users }) => users === 0) ? texts.nobodyWasReachedInThese : null}
      />
    </Card>
  )
}
