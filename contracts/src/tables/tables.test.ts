import { describe, expect, test } from 'vitest'
import { kindOf } from './columns.ts'
import { type CsvTable, withoutColumns } from './csvTable.ts'
import { deepDiveTable, merchantListTable, overviewTable, summaryTable, VISITOR_COLUMNS } from './exposureTables.ts'
import { labTable } from './labTable.ts'
import { auditTable, deadLettersTable, failedWorkTable } from './operationsTables.ts'
import { benchmarkTable, scorecardTable, touchesTable } from './performanceTables.ts'
import { simulationTable } from './simulationTable.ts'

// Names and order of the columns are an interface: scripts and spreadsheets of readers depend on them.

const meta = {
  ...{ start: '2026-11-22', end: '2026-11-28', traffic: 'net', model: 'linear', windows: {}, open_from: null },
  ...{ currency: 'GBP', finality: { state: 'final', restated: [] } },
}
const placement = { placement_id: 'p1', placement_key: 'home', placement_name: 'Home', tier: 'high_value' }
const merchant = { merchant_id: 'm1', merchant_ref: 'atlas', merchant_name: 'Atlas' }
const change = (kind: 'relative' | 'points', value: number | null) => ({ kind, value, within_noise: false })
const reach = { unique_users: 5, visitor_share: 0.29, visitor_share_low: 0.2, visitor_share_high: 0.3 }
const exposure = {
  ...{
    ...placement,
    ...merchant,
    ...reach,
    total_impressions: 8,
    impressions: 8,
    viewable_rate: 0.0725,
    fill_rate: 0.5,
  },
  ...{
    slots_filled_rate: 0.25,
    saturation_rate: 120,
    avg_rank: 1.5,
    impression_share_pct: 40,
    last_shown_day: '2026-11-28',
  },
  comparison: {
    ...{ impressions: 8, impressions_before: 0, impressions_change: change('relative', null) },
    ...{ fill_rate: 0.5, fill_rate_before: 0.25, fill_rate_change: change('points', 25) },
    ...{ avg_rank: 1.5, avg_rank_before: 1.2, avg_rank_change: change('relative', 0.25) },
  },
}
const sale = {
  ...{ ...placement, impressions: 100, clicks: 4, conversions: 2, open_conversions: 1, ctr_pct: 4, rpm: '1.2345' },
  ...{
    total_revenue: '12.50',
    category: null,
    expected_rpm: { cpi: '8.5012', cpc: '1.00', cpa: '2.00' },
    lead_pct: 12,
  },
  comparison: {
    ...{ ctr_pct: 4, ctr_before_pct: 3, ctr_change: change('points', 1) },
    ...{ rpm: '1.2345', rpm_before: '1.00', rpm_change: change('relative', 0.2345) },
  },
}
const reason = { reason: 'no_exposure', conversions: 3, total_revenue: '9.00' }
const range = { low: 1, mid: 2, high: 3 }
const supply = {
  ...{ ...placement, eligible: true, capacity: range, renders: range, paid_share: 0.125, risk_score: 30 },
  displaced_commission: { low: '1.00', mid: '2.00', high: '3.00' },
}
const asAnswer = (data: object) => ({ data, meta }) as never

const lab = {
  ...{ credited: 2, models: { decisive_touch: true, markov: false } },
  rows: [{ id: 'p1', name: 'Home', spread: 12.34567, cells: { decisive_touch: { credit: 2, share: 100, points: 0 } } }],
} as never

const TABLES = {
  overview: overviewTable(asAnswer({ rows: [exposure], totals: exposure })),
  merchants: merchantListTable(asAnswer({ rows: [exposure], totals: exposure, found: exposure })),
  summary: summaryTable(asAnswer({ merchant, placements: [exposure], totals: exposure })),
  'deep dive': deepDiveTable(
    asAnswer({
      ...{ placement, totals: { impressions: 16 }, other: { merchants: 2, impressions: 8, share_change: null } },
      top_merchants: [{ ...exposure, share_change_pts: 1.5, share_change: change('points', 1.5) }],
    }),
  ),
  scorecard: scorecardTable(asAnswer({ rows: [sale], totals: { ...sale, unattributed: { reasons: [reason] } } })),
  benchmark: benchmarkTable(asAnswer({ merchant, rows: [sale], totals: { ...sale, unattributed: { reasons: [] } } })),
  paths: touchesTable(
    asAnswer({
      placements: [placement],
      touches: [{ placement_id: 'p1', times_in_path: 3 }],
      totals: { touches: 3, with_touch: 2 },
    }),
  ),
  lab: labTable(
    asAnswer({
      placements: [placement],
      models: {
        rows: [{ placement_id: 'p1', commission: { decisive_touch: '10.00', first_touch: '0.00' } }],
        ...{
          unattributed: { conversions: 3, total_revenue: '9.00' },
          totals: { conversions: 5, total_revenue: '19.00' },
        },
      },
    }),
    lab,
  ),
  simulator: simulationTable({
    data: {
      ...supply,
      rows: [supply],
      deal: { start_date: '2026-12-01', end_date: '2026-12-07', currency: 'GBP' },
      delivered: 9,
    },
  } as never),
  'dead letters': deadLettersTable(asAnswer({ rows: [{ dead_letter_id: '1', received_at: 'x' }], total: 12 })),
  'failed work': failedWorkTable(asAnswer({ rows: [{ loop: 'process', failed_id: '1' }], total: 1 })),
  audit: auditTable(asAnswer({ rows: [{ audit_id: '1', at: 'x', details: {} }], total: null })),
} satisfies Readonly<Record<string, CsvTable>>

/** The first row of a table by column. */
function firstRow({ columns, rows }: CsvTable, row = rows[0]!) {
  return Object.fromEntries(columns.map((column, i) => [column, row[i]]))
}

test('the first lines of all files', () => {
  const heads = Object.entries<CsvTable>(TABLES).map(([name, { columns }]) => `${name}: ${columns.join(',')}`)
  expect(heads).toMatchSnapshot()
})

describe('one unit per kind', () => {
  test.each(Object.entries<CsvTable>(TABLES))(
    'in the file of %s, values are of the kind that the name of their column says',
    (_, table) => {
      for (const row of [...table.rows, ...(table.total ? [table.total] : [])])
        for (const [i, value] of row.entries()) {
          const column = table.columns[i]!
          if (value === null || value === undefined) continue
          const kind = kindOf(column)
          const expected =
            { number: 'number', percent: 'number', points: 'number', flag: 'boolean' }[kind as 'number'] ?? 'string'
          expect(typeof value, `${column} is ${kind}`).toBe(expected)
          expect(column).not.toMatch(/_(rate|share)$/)
        }
    },
  )

  test.each(Object.entries<CsvTable>(TABLES))(
    'the file of %s has the currency beside money, and keys beside names',
    (_, { columns }) => {
      if (columns.some((column) => kindOf(column) === 'money')) expect(columns).toContain('currency')
      if (columns.includes('placement_name')) expect(columns).toEqual(expect.arrayContaining(['placement_key', 'tier']))
      if (columns.includes('merchant_name')) expect(columns).toContain('merchant_ref')
    },
  )

  test('shares 0..1 are percent, without the noise of binary fractions', () => {
    expect(firstRow(TABLES.overview)).toMatchObject({
      ...{ viewable_rate_pct: 7.25, visitor_share_pct: 29, fill_rate_pct: 50, saturation_rate_pct: 120 },
    })
    expect(firstRow(TABLES.simulator)).toMatchObject({ paid_share_pct: 12.5, capacity_mid: 2, currency: 'GBP' })
  })
})

describe('changes', () => {
  test('have both compared values, their size and whether they are noise', () => {
    expect(firstRow(TABLES.overview)).toMatchObject({
      ...{
        impressions_compared: 8,
        impressions_before: 0,
        impressions_change_pct: null,
        impressions_within_noise: false,
      },
      ...{ fill_rate_compared_pct: 50, fill_rate_before_pct: 25, fill_rate_change_pts: 25 },
    })
    expect(firstRow(TABLES.scorecard)).toMatchObject({
      ...{ ctr_compared_pct: 4, ctr_before_pct: 3, ctr_change_pts: 1, ctr_within_noise: false },
      ...{ rpm_compared: '1.2345', rpm_before: '1.00', rpm_change_pct: 23.45 },
    })
    expect(firstRow(TABLES.summary)).toMatchObject({ avg_rank_change_pct: 25, merchant_ref: 'atlas' })
  })
})

describe('totals and rests', () => {
  test('the total row is named, and apart from the rows', () => {
    expect(firstRow(TABLES.overview, TABLES.overview.total!)).toMatchObject({ total_impressions: 8 })
    expect(firstRow(TABLES.simulator, TABLES.simulator.total!)).toMatchObject({ allocated_impressions: 9 })
    expect(firstRow(TABLES.lab, TABLES.lab.total!)).toMatchObject({
      ...{ placement_name: 'All placements', decisive_touch: 2, decisive_touch_commission: '10.00', markov: null },
    })
  })

  test('shares of a placement are cumulative, and the rest comes last', () => {
    const { columns, rows } = TABLES['deep dive']
    const at = (column: string) => rows.map((row) => row[columns.indexOf(column)])
    expect(at('cumulative_share_pct')).toEqual([50, 100])
    expect(at('merchant_name')).toEqual(['Atlas', 'Other'])
  })

  test('the lab has the sales without a touch last', () => {
    const { columns, rows } = TABLES.lab
    expect(rows.map((row) => row[columns.indexOf('decisive_touch')])).toEqual([2, 3])
    expect(firstRow(TABLES.lab)).toMatchObject({ placement_key: 'home', spread_pts: 12.3457, markov: null })
  })

  test('of the sales, each unattributed one has its reason', () => {
    const { columns, rows } = TABLES.scorecard
    expect(rows.map((row) => row[columns.indexOf('unattributed_reason')])).toEqual([null, 'no_exposure'])
  })
})

test('a column that is left out takes its cells with it', () => {
  const table = { name: 'a', columns: ['x', 'visitor_share_pct', 'y'], rows: [[1, 20, null]], total: [2, 30, 4] }
  expect(withoutColumns(table, VISITOR_COLUMNS)).toEqual({
    name: 'a',
    columns: ['x', 'y'],
    rows: [[1, null]],
    total: [2, 4],
  })
})
