import { expect, test } from 'vitest'
import { average, axisDay, count, dateRange, percentage, ratio, shortCount, time } from './formats.ts'

test('counts are grouped, and shortened to three digits', () => {
  expect(count(1_284_524)).toBe('1,284,524')
  expect([9_999, 16_842, 226_600, 999_600, 1_284_524].map(shortCount)).toEqual([
    '9,999',
    '16.8k',
    '226.6k',
    '1.00M',
    '1.28M',
  ])
  expect(count(null)).toBe('–')
})

test('rates have their decimals; null is a dash, zero is zero', () => {
  expect(ratio(0.674)).toBe('67.4%')
  expect(percentage(1175)).toBe('1,175%')
  expect(average(0)).toBe('0.0')
  expect(ratio(null)).toBe('–')
})

test('dates contain month and year once', () => {
  expect(dateRange('2026-11-16', '2026-11-22')).toBe('16 – 22 Nov 2026')
  expect(dateRange('2026-10-25', '2026-11-23')).toBe('25 Oct – 23 Nov 2026')
  expect(dateRange('2025-12-30', '2026-01-02')).toBe('30 Dec 2025 – 2 Jan 2026')
  expect(axisDay('2026-11-16', 7)).toBe('Mon 16')
  expect(axisDay('2026-11-02', 30)).toBe('2 Nov')
  expect(time('2026-11-22T14:32:05Z', 'Asia/Kolkata', true)).toBe('20:02:05')
})
