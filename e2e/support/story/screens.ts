import { UNATTRIBUTED_LABELS, type UnattributedReason } from '@bx/contracts/metrics/unattributed'
import { type Money, parseMoney, unitsOf } from '@bx/contracts/money'
import type { Locator, Page } from '@playwright/test'
import { savedCsv } from '../savedCsv.ts'
import type { Figures } from './figures.ts'
import type { Story } from './story.ts'

// The figures as a person reads them: printed, explained, and saved as a file. `readScreens` is compared with `printed`.

export async function readScreens(page: Page, story: Story): Promise<Record<string, string>> {
  const { placement, merchant, other } = story
  const open = (path: string, more = '') => openView(page, story, path, more)
  const q = `&q=${encodeURIComponent(placement.name)}`
  const read: Record<string, string> = {}

  await open('/placements/', q)
  const shown = page.getByRole('row', { name: new RegExp(`^${placement.name}`) })
  const [impressions, reach] = [await cell(page, shown, 'Impressions'), await cell(page, shown, 'Reach')]
  read.impressions = await explained(page, impressions, /(\S+) measured as viewable/)
  read.reach = await explained(page, reach, /(\S+) of these people were not signed in/)
  read.filled = await explained(page, await cell(page, shown, 'Slots filled, avg'), /Fill rate (\S+):/)
  Object.assign(read, named('overview file', (await rowsOfFile(page)).map(pick(OVERVIEW))))

  await open('/performance/', q)
  const card = page.getByRole('row', { name: new RegExp(`^${placement.name}`) })
  read.clicks = await explained(page, await cell(page, card, 'Clicks'))
  read.sales = await explained(page, await cell(page, card, 'Conversions'), /rejected (\S+) and refunded/)
  read.commission = await explained(page, await cell(page, card, 'Commission'))
  read.assisted = await explained(page, await cell(page, card, 'Assisted'))
  Object.assign(read, named('scorecard file', (await rowsOfFile(page)).slice(0, 1).map(pick(SCORECARD))))

  await open('/merchants/view/', `&id=${merchant.id}`)
  for (const label of ['Impressions', 'Reach', 'CTR']) {
    const kpi = page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) })
    read[`merchant ${label}`] = await words(kpi.locator('dd').first())
  }
  read['merchant CTR division'] = await division(page, page.getByTitle('Explain CTR').first())

  await open('/performance/merchant/', `&id=${merchant.id}`)
  const all = page.getByRole('row', { name: /^All placements/ })
  read['merchant sales'] = await explained(page, await cell(page, all, 'Conversions'), /rejected (\S+) and refunded/)
  read['merchant sums'] = await words(page.locator('footer p').filter({ hasText: 'unattributed' }))
  Object.assign(read, fileOfSales(await rowsOfFile(page)))

  await open('/performance/paths/', `&id=${merchant.id}`)
  for (const label of ['Sales', 'Median time']) {
    const kpi = page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) })
    read[`paths ${label}`] = await words(kpi.locator('dd').first())
  }
  await open('/placements/view/', `&id=${placement.id}`)
  for (const { name } of [merchant, other]) {
    const owner = page.getByRole('table', { name: /^Merchants by share/ }).getByRole('row', { name: new RegExp(name) })
    read[`owner ${name}`] = (await owner.getByRole('cell').allInnerTexts()).slice(0, 2).join(' ')
  }
  return read
}

/** What `readScreens` must read when these are the figures. */
export function printed({ placement, merchant, paths, owners }: Figures, story: Story): Record<string, string> {
  const shownIn = owners[0] + owners[1]
  const all = merchant.sales + Object.values(merchant.unattributed).reduce((n, [sales]) => n + sales, 0)
  const nowhere = Object.values(merchant.unattributed).reduce((sum, [, commission]) => sum + commission, 0n)
  const reasons = (Object.keys(UNATTRIBUTED_LABELS) as UnattributedReason[])
    .filter((reason) => merchant.unattributed[reason])
    .map((reason) => `${merchant.unattributed[reason]![0]}: ${UNATTRIBUTED_LABELS[reason]}`)
  return {
    impressions: `${placement.impressions} (${placement.viewable})`,
    reach: `${placement.reach} (${percent(placement.visitors, placement.reach, 1)})`,
    filled: `${(placement.merchantsShown / placement.sessions).toFixed(1)} of 4 (${percent(placement.filled, placement.available, 1)})`,
    'overview file': [placement.impressions, placement.viewable, placement.reach].join(),
    clicks: `${placement.clicks}`,
    sales: `${placement.sales} (${placement.rejected})`,
    commission: pounds(placement.commission),
    assisted: `${placement.assisted}`,
    'scorecard file': [
      ...[placement.impressions, placement.clicks, placement.sales, placement.assisted],
      unitsOf(placement.commission),
    ].join(),
    'merchant Impressions': `${merchant.impressions}`,
    'merchant Reach': `${merchant.reach} people, ${percent(merchant.visitors, merchant.reach, 1)} visitors`,
    // A story has too few impressions for a rate.
    'merchant CTR': `– ${merchant.clicks} ${merchant.clicks === 1 ? 'click' : 'clicks'}`,
    'merchant CTR division': `${merchant.clicks} ÷ ${merchant.impressions} = –`,
    'merchant sales': `${merchant.sales} (${merchant.rejected})`,
    'merchant sums': [
      `Sales ${all} = attributed ${merchant.sales} + unattributed ${all - merchant.sales} (${reasons.join('; ')});`,
      `commission ${pounds(merchant.commission + nowhere)} = ${pounds(merchant.commission)} + ${pounds(nowhere)};`,
      `clicks not matched to an impression ${merchant.unattributedClicks};`,
      `repeated clicks, counted once ${merchant.repeatedClicks}`,
    ].join(' '),
    'merchant file': `${all} sales, ${unitsOf(merchant.commission + nowhere)}`,
    'paths Sales': `${paths.sales} ${pounds(paths.commission)}`,
    'paths Median time': `${duration(paths.medianSeconds)} from the exposure`,
    [`owner ${story.merchant.name}`]: `${owners[0]} ${percent(owners[0], shownIn, 1)}`,
    [`owner ${story.other.name}`]: `${owners[1]} ${percent(owners[1], shownIn, 1)}`,
  }
}

type Row = Readonly<Record<string, string>>
const OVERVIEW = ['total_impressions', 'viewable_impressions', 'unique_users']
const SCORECARD = ['impressions', 'clicks', 'conversions', 'assisted_conversions', 'total_revenue']

async function openView(page: Page, { days }: Story, path: string, more: string): Promise<void> {
  await page.goto(`${path}?start_date=${days[0]}&end_date=${days[1]}&compare=none${more}`)
  await page.getByRole('table').first().waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** The cell below this title. */
async function cell(page: Page, row: Locator, title: string): Promise<Locator> {
  await row.waitFor()
  const heads = page.getByRole('table').filter({ has: row }).getByRole('columnheader')
  const titles = (await heads.allInnerTexts()).map((text) => text.trim())
  const at = titles.findIndex((text) => text.startsWith(title))
  return row.locator('th, td').nth(at).locator('[data-explain]')
}

/** The figure, which its explanation must repeat, with the part of the explanation that a pattern names. */
async function explained(page: Page, figure: Locator, part?: RegExp): Promise<string> {
  const text = await words(figure)
  await figure.click()
  const dialog = page.getByRole('dialog')
  const [value, facts] = [await words(dialog.locator('h3 + p')), await words(dialog)]
  await closed(dialog)
  if (!`${text} `.startsWith(`${value} `)) return `${text}, explained as ${value}`
  return part ? `${text} (${part.exec(facts)?.[1]})` : text
}

/** The division that a figure opens into, without its labels. */
async function division(page: Page, figure: Locator): Promise<string> {
  await figure.click()
  await page.getByRole('dialog').locator('h3 + p').waitFor()
  const parts = await page
    .getByRole('dialog')
    .locator('h3 + p + div span')
    .evaluateAll((spans) => spans.map((span) => span.querySelector('b')?.textContent ?? span.textContent))
  await closed(page.getByRole('dialog'))
  return parts.join(' ')
}

/** By its button: a key pressed before the explanation has the focus is lost. */
async function closed(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function words(found: Locator): Promise<string> {
  return (await found.innerText()).replaceAll(/\s+/g, ' ').trim()
}

async function rowsOfFile(page: Page): Promise<readonly Row[]> {
  return (await savedCsv(page, () => page.getByRole('button', { name: 'CSV', exact: true }).first().click())).rows
}

function pick(columns: readonly string[]): (row: Row) => string {
  return (row) => columns.map((column) => Number(row[column])).join()
}

function named(name: string, rows: readonly string[]): Record<string, string> {
  return { [name]: rows.join('; ') }
}

/** The rows of the file add up to all sales of the merchant: attributed by placement, the rest by reason. */
function fileOfSales(rows: readonly Row[]): Record<string, string> {
  const sales = rows.reduce((all, row) => all + Number(row.conversions), 0)
  const commission = rows.reduce((all, row) => all + parseMoney(row.total_revenue!), 0n)
  return { 'merchant file': `${sales} sales, ${unitsOf(commission)}` }
}

function percent(a: number, b: number, places: number): string {
  return `${((100 * a) / b).toFixed(places)}%`
}

/** Half away from zero, as money is rounded everywhere. */
function pounds(money: Money): string {
  const pence = (money + 50n) / 100n
  return `£${pence / 100n}.${String(pence % 100n).padStart(2, '0')}`
}

/** Times of the story: between one and ten hours. */
function duration(seconds: number): string {
  return `${(seconds / 3600).toFixed(1).replace(/\.0$/, '')} h`
}
