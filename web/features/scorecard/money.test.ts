import { firstThresholds } from '@bx/contracts/metrics/thresholds'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Scorecard } from '../../lib/endpoints.ts'
import { performanceFigures } from '../../ui/performanceFigures.ts'
import { sortedRows, type TableSpec } from '../../ui/tableSpec.ts'
import { answerOf } from './answer.ts'
import { columnsOf } from './table.tsx'

// Money in other currencies as shown on screen, from the answer's text: always with the decimals of the currency.

type Row = Scorecard['data']['rows'][number]

function row(name: string, total_revenue: string, rpm: string): Row {
  const rates = { ctr_pct: 2, cvr_pct: 1, click_cvr_pct: 50, ctr_interval: null, cvr_interval: null }
  return {
    ...{ placement_id: name, placement_name: name, impressions: 10_000, clicks: 200, conversions: 100 },
    ...{ ...rates, click_cvr_interval: null, rpm, total_revenue, comparison: null, daily: [], assisted_conversions: 1 },
    indicators: { ctr: 'green', cvr: 'green', click_cvr: 'green', rpm: 'green' },
  } as unknown as Row
}

function scorecard(currency: string, rows: readonly Row[]): Scorecard {
  const thresholds = firstThresholds(currency)
  const meta = {
    ...{ currency, model: 'decisive_touch', thresholds, start: '2026-11-01', end: '2026-11-07', time_zone: 'UTC' },
    ...{ traffic: 'net', complete_to: '2026-11-08T00:00:00Z', unfinished_day: null, open_from: null, compare: null },
    windows: { version: 1, click_minutes: 60, conversion_days: 7, conversion_hours: 168, measured_in: 'elapsed_hours' },
    finality: {
      state: 'final',
      pending_pct: 0,
      reporting_lag: { days: 2, measured_at: null },
      days: [],
      restated: [],
      restated_total: 0,
    },
  }
  return { data: { rows, totals: rows[0] }, meta } as unknown as Scorecard
}

const textOf = (node: ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, '')
    .replaceAll('\u00a0', ' ')

const cell = (card: Scorecard, key: string) =>
  textOf(
    columnsOf(card, false)
      .find((column) => column.key === key)!
      .cell(card.data.rows[0]!),
  )

test.each([
  ['JPY', '1234567', '123456.7', '¥1,234,567', '¥123,457', 'Good at ¥1,500 or more'],
  ['KWD', '1234.567', '123.4567', 'KWD 1,234.567', 'KWD 123.457', 'Good at KWD 4.500 or more'],
])('table, explanation and sentence in %s', (currency, commission, rpm, shown, shownRate, rated) => {
  const card = scorecard(currency, [row('Home', commission, rpm)])
  expect([cell(card, 'total_revenue'), cell(card, 'rpm')]).toEqual([shown, `Good${shownRate}`])
  const figures = performanceFigures(card.meta, card.data.rows[0]!, 'Home')
  expect(textOf(figures.commission.value)).toBe(shown)
  const words = JSON.stringify(figures.rpm).replaceAll('\u00a0', ' ')
  for (const part of [shown, shownRate, rated]) expect(words).toContain(part)
  expect(textOf(answerOf(card).lead)).toContain(shownRate)
})

test('rows are ordered by amount, not by text, however large', () => {
  const amounts = ['90071992547409930', '90071992547409931', '9', '1000']
  const rows = amounts.map((amount) => row(amount, amount, amount))
  const card = scorecard('JPY', rows)
  const spec = {
    ...{ rows, nameOf: (one: Row) => one.placement_name, columns: columnsOf(card, false) },
    order: { column: 'rpm', descending: true },
  } as unknown as TableSpec<Row>
  for (const column of ['rpm', 'total_revenue']) {
    const { sorted } = sortedRows(spec, '', `-${column}`)
    expect(sorted.map((one) => one.placement_name)).toEqual([amounts[1], amounts[0], '1000', '9'])
  }
})
