import { expect, test } from 'vitest'
import { barRows, barTable, describeBars, onlyBar } from './placementBars.ts'

const many = Array.from({ length: 15 }, (_, i) => ({ name: `P${i}`, key: null, tier: null, impressions: i * 10 }))

test('more than twelve placements become eleven and the rest, with the same total', () => {
  const rows = barRows(many)
  expect(rows.length).toBe(12)
  expect(rows.at(-1)).toEqual({ name: 'Other (3)', key: null, tier: null, impressions: 60 })
  expect(rows.reduce((sum, row) => sum + row.impressions, 0)).toBe(1050)
  expect(rows[0]!.name).toBe('P14')
})

test('placements without an impression have no bar', () => {
  expect(barRows([{ name: 'a', key: null, tier: null, impressions: 0 }])).toEqual([])
  expect(describeBars([])).toBe('Impressions by placement: no data.')
})

test('the sentence and the table name the share of the largest', () => {
  const rows = barRows([
    { name: 'Home', key: null, tier: null, impressions: 75 },
    { name: 'Deals', key: 'deals', tier: 'standard', impressions: 25 },
  ])
  expect(describeBars(rows)).toBe('Impressions by placement: most in Home with 75, 75.0% of them.')
  expect(barTable(rows).rows[1]).toEqual(['Deals', '25', '25.0%'])
  expect(barTable(rows).csv.rows[1]).toEqual(['deals', 'Deals', 'standard', 25])
})

test('shares in the table add up to 100, and a single placement is a sentence', () => {
  const thirds = ['a', 'b', 'c'].map((name) => ({ name, key: name, tier: 'standard', impressions: 1 }))
  const shown = barTable(thirds).rows.map(([, , share]) => Number.parseFloat(share!))
  expect(shown.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100)
  expect(onlyBar(thirds)).toBeNull()
  expect(onlyBar([{ name: 'Home', key: null, tier: null, impressions: 1200 }])).toBe(
    'All 1,200 impressions were on Home.',
  )
})
