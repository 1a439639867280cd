import { expect, test } from 'vitest'
import { describeFrequency, frequencyBars, frequencyRows, onlyBucket } from './frequencyBars.ts'
import { testColours } from './testColours.ts'

const buckets = [
  { bucket: '1', users: 40, share: 0.04 },
  { bucket: '3-4', users: 960, share: 0.96 },
]

test('the axis shows people, the labels above the columns show shares', () => {
  const { series } = frequencyBars(buckets, testColours) as {
    series: { data: number[]; label: { formatter: (point: { dataIndex: number }) => string } }[]
  }
  expect(series[0]!.data).toEqual([40, 960])
  expect(series[0]!.label.formatter({ dataIndex: 1 })).toBe('96%')
})

test('the sentence names the most common number and the share of people who saw one', () => {
  expect(describeFrequency(buckets)).toBe('People by number of impressions: most, 96%, saw 3–4; 4% saw one.')
  expect(describeFrequency([])).toBe('People by impressions: no data.')
  expect(frequencyRows(buckets).rows[1]).toEqual(['3–4', '960', '96.0%'])
})

test('a single bucket is a sentence', () => {
  expect(onlyBucket(buckets)).toBeNull()
  expect(onlyBucket([{ bucket: '3-4', users: 12, share: 1 }])).toBe('All 12 people saw 3–4 impressions each.')
  expect(onlyBucket([{ bucket: '1', users: 1, share: 1 }])).toBe('One person saw one impression.')
})
