import { describe, expect, test } from 'vitest'
import { describeLags, lagTable } from './lagBars.ts'
import { describeFlow, pathSankey } from './pathSankey.ts'
import { describeQuadrant, type QuadrantDot } from './quadrant.ts'
import { describeRates, rateRows } from './rateBars.ts'
import { testColours } from './testColours.ts'

const name = (id: string) => id.toUpperCase()
const orderOf = (id: string) => ['b', 'a'].indexOf(id)

describe('the flow of paths', () => {
  const flow = [
    { step: 1, from: 'a', to: 'b', conversions: 2 },
    { step: 1, from: 'a', to: 'sale', conversions: 5 },
    { step: 2, from: 'b', to: 'sale', conversions: 2 },
  ]

  test('counts each node by its outgoing links, and the sale by its incoming links', () => {
    const [series] = pathSankey(flow, { nameOf: name, orderOf }, testColours).series as [
      { data: { name: string; label: { formatter: string } }[] },
    ]
    expect(series.data.map(({ label }) => label.formatter)).toEqual(['A, 7', 'SALE, 7', 'B, 2'])
  })

  test('a placement has the colour of its order in the settings, in every column', () => {
    const [series] = pathSankey(flow, { nameOf: name, orderOf }, testColours).series as [
      { data: { itemStyle: { color: string } }[] },
    ]
    expect(series.data.map(({ itemStyle }) => itemStyle.color)).toEqual(['placement 2', 'strong', 'placement 1'])
  })

  test('has a sentence', () => {
    expect(describeFlow(flow, name)).toBe('7 sales by the placements seen before them; most straight from A, 5.')
  })
})

test('rates are sorted by size; those without enough data come last and are not called lowest', () => {
  const rows = rateRows([
    { name: 'B', key: 'B', tier: 'standard', value: null, interval: null },
    { name: 'A', key: 'A', tier: 'standard', value: 0.1, interval: null },
    { name: 'C', key: 'C', tier: 'standard', value: 2, interval: null },
  ])
  expect(rows.map((row) => row.name)).toEqual(['C', 'A', 'B'])
  expect(describeRates('CVR', rows)).toBe('CVR: highest 2.00% in C, lowest 0.100% in A.')
})

test('the quadrant names what is above both medians, if it has enough data', () => {
  const dot = (dotName: string, x: number, y: number, isEnough = true): QuadrantDot => ({
    id: dotName,
    name: dotName,
    key: dotName,
    tier: 'standard',
    x,
    y,
    impressions: 1,
    isEnough,
  })
  const dots = [dot('A', 3, 9), dot('B', 3, 1), dot('C', 9, 9, false)]
  expect(describeQuadrant(dots, { x: 2, y: 5, places: 1 }, 'CVR')).toContain('Above both medians: A.')
})

test('times to conversion', () => {
  const bins = [
    { from_hours: 0, to_hours: 12, conversions: 3 },
    { from_hours: 12, to_hours: 24, conversions: 1 },
  ]
  expect(describeLags(bins, 6.5)).toBe('Time to conversion: half within 6.5 h; 75% in the first 12 hours.')
  expect(lagTable(bins).rows[1]).toEqual(['12 – 24', '1', '25.0%'])
})
