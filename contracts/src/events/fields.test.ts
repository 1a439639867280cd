import { expect, test } from 'vitest'
import { timestamp } from './fields.ts'

test.each([
  '2026-02-28T00:00:00Z',
  '2028-02-29T23:59:59.999999999+05:45',
  '0001-01-01T00:00:00Z',
  '2026-12-31T00:00:00-0930',
])('%s is a time', (text) => {
  expect(timestamp.safeParse(text).success).toBe(true)
})

test.each([
  ...[
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-04-31T12:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
  ],
  ...[
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T12:60:00Z',
    '2026-01-01T12:00:61Z',
  ],
  ...['2026-01-01T12:00:00', '2026-01-01', '2026-01-01T12:00:00+25:00', '+012026-01-01T12:00:00Z'],
])('%s is none', (text) => {
  expect(timestamp.safeParse(text).success).toBe(false)
})
