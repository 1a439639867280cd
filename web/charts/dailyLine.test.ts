import { expect, test } from 'vitest'
import { dailyLine, dailyRows, describeDailyLine } from './dailyLine.ts'
import { testColours as colours } from './testColours.ts'

const data = {
  daily: [
    { day: '2026-11-20', impressions: 180_000 },
    { day: '2026-11-21', impressions: 226_600 },
    { day: '2026-11-22', impressions: 141_000 },
  ],
  before: [
    { day: '2026-11-13', impressions: 170_000 },
    { day: '2026-11-14', impressions: 215_800 },
  ],
  unfinishedDay: '2026-11-22',
}
interface Series {
  data: (number | null)[]
}

test('the unfinished day is its own dotted line that starts at the last finished day', () => {
  const [before, finished, unfinished] = (dailyLine(data, colours) as { series: Series[] }).series
  expect(finished!.data).toEqual([180_000, 226_600, null])
  expect(unfinished!.data).toEqual([null, 226_600, 141_000])
  expect(before!.data).toEqual([170_000, 215_800, null])
})

test('the sentence names the extremes of finished days and today so far', () => {
  expect(describeDailyLine(data)).toBe(
    'Impressions per day, 20 Nov to 22 Nov: lowest 180.0k on Fri 20 Nov, highest 226.6k on Sat 21 Nov; 141,000 today so far.',
  )
})

test('the table does not compare an unfinished day', () => {
  expect(dailyRows(data).rows.map((row) => row[3])).toEqual(['+5.9%', '+5.0%', '–'])
})
