import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { limited, MOST_ROWS, sheetName, workbookBlob } from './workbook.ts'

const table = {
  name: 'scorecard',
  columns: [
    'placement_name',
    'impressions',
    'ctr_pct',
    'ctr_change_pts',
    'total_revenue',
    'currency',
    'day',
    'restated_at',
    'ctr_within_noise',
  ],
  rows: [
    ['=1+1', 1200, 2.5, -0.5, '12.50', 'GBP', '2026-11-22', '2026-11-22T23:30:05.000Z', true],
    ['Home', null, null, null, '90071992547409931.50', 'GBP', null, null, null],
  ],
  total: ['All placements', 1200, 2.5, null, '12.50', 'GBP', null, null, null],
}
const workbook = {
  ...{ title: 'Placement scorecard', table, timeZone: 'Europe/Berlin', withTotal: true },
  about: [['Days', '22 – 28 Nov 2026']] as const,
}

async function partsOf(blob: Blob) {
  const parts = unzipSync(new Uint8Array(await blob.arrayBuffer()))
  return (path: string) => strFromU8(parts[path]!)
}

test('a workbook has numbers, percentages, dates and money as such, and text as text', async () => {
  const part = await partsOf(await workbookBlob(workbook))
  expect(part('xl/workbook.xml')).toMatch(/name="About".*name="Placement scorecard"/s)
  const sheet = part('xl/worksheets/sheet2.xml')
  const cell = (at: string) => new RegExp(`<c r="${at}"([^>]*)>(.*?)</c>`).exec(sheet)
  expect(cell('B3')![2]).toContain('<v>1200</v>')
  expect(cell('C3')![2]).toContain('<v>0.025</v>')
  expect(cell('E3')![2]).toContain('<v>12.5</v>')
  expect(cell('G3')![2]).toContain('<v>46348</v>')
  // 23:30:05 UTC is 00:30:05 of the next day in Berlin.
  expect(Number(/<v>([\d.]+)<\/v>/.exec(cell('H3')![2]!)![1])).toBeCloseTo(46349 + (30 * 60 + 5) / 86_400, 6)
  expect(cell('A3')![1]).toMatch(/t="(s|inlineStr)"/)
  expect(cell('A3')![2]).not.toContain('<f>')
  // More digits than a number of Excel has.
  expect(cell('E4')![1]).toMatch(/t="(s|inlineStr)"/)
  expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)
  const styles = part('xl/styles.xml')
  for (const format of ['0.00##%', '#,##0.00', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss'])
    expect(styles).toContain(`"${format}"`)
})

test('the first sheet has what was asked, and the unit and meaning of each column', async () => {
  const part = await partsOf(await workbookBlob({ ...workbook, table: { ...table, of: 12_345 } }))
  const words = part('xl/sharedStrings.xml')
  for (const text of ['22 – 28 Nov 2026', 'First 2 of 12,345 rows.', 'percentage points', 'CTR: clicks ÷ impressions'])
    expect(words).toContain(text)
})

test('a sheet has the first rows of a long table, and says so', () => {
  const long = { name: 'x', columns: ['n'], rows: Array.from({ length: MOST_ROWS + 1 }, (_, i) => [i]) }
  expect(limited(long)).toMatchObject({ of: MOST_ROWS + 1, rows: { length: MOST_ROWS } })
  expect(limited({ ...long, of: 50_000 }).of).toBe(50_000)
})

test('names of sheets are those that Excel accepts', () => {
  expect(sheetName('Home: [hero]/deals, a name that is much too long')).toBe('Home   hero  deals, a name that')
  expect(sheetName("'")).toBe('Table')
})
