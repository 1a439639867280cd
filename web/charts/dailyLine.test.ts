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
    { day: '2026-11-15', impressions: 138_600 },
  ],
  unfinishedDay: '2026-11-22',
  toCut: { impressions: 140_000, until: 'to 14:00' },
}
interface Series {
  data: (number | null)[]
}

test('no line leads to the unfinished day, and both its values are cut at the same moment', () => {
  const [before, finished, unfinishedBefore, unfinished] = (dailyLine(data, colours) as { series: Series[] }).series
  expect(finished!.data).toEqual([180_000, 226_600, null])
  expect(before!.data).toEqual([170_000, 215_800, null])
  expect(unfinished!.data).toEqual([null, null, 140_000])
  expect(unfinishedBefore!.data).toEqual([null, null, 138_600])
})

test('the sentence names the extremes of finished days, and today with the value it is compared with', () => {
  expect(describeDailyLine(data)).toBe(
    'Impressions per day, 20 Nov to 22 Nov: lowest 180.0k on Fri 20 Nov, highest 226.6k on Sat 21 Nov; 140,000 today to 14:00, was 138,600.',
  )
  expect(describeDailyLine({ ...data, before: [], toCut: null })).toContain('; 141,000 today so far.')
})

test('the table compares an unfinished day up to the same moment, and says so', () => {
  const { rows, csv } = dailyRows(data)
  expect(rows.map((row) => row[3])).toEqual(['+5.9%', '+5.0%', '+1.0%'])
  expect(rows[2]).toEqual(['Sun 22 Nov, to 14:00', '140,000', '138,600', '+1.0%'])
  expect(csv.rows[2]).toEqual(['2026-11-22', 140_000, 138_600, 'to 14:00'])
  expect(dailyRows({ ...data, before: [], toCut: null }).rows[2]).toEqual(['Sun 22 Nov, so far', '141,000', '–', '–'])
})
