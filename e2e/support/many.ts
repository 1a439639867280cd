import type { Page, Route } from '@playwright/test'

// A marketplace of many placements: the product's own answers, with rows like theirs added to them on their way.

interface Row {
  placement_id: string
  placement_name: string
}

export async function manyInScorecard(page: Page, size: number): Promise<void> {
  await page.route('**/api/analytics/placements/scorecard*', async (route) => {
    const { response, body } = await asked<Row & { clicks: number }>(route)
    body.data.rows = many(body.data.rows, size).map((row, i) => ({ ...row, clicks: row.clicks + ((i * 7919) % size) }))
    await route.fulfill({ response, json: body })
  })
}

interface Simulated extends Row {
  eligible: boolean
  history_days: number
}

/** What was asked is remembered in `bodies`. */
export async function manyInSimulator(page: Page, size: number, bodies: { placement_ids: string[] }[]): Promise<void> {
  await page.route('**/api/placements', async (route) => {
    const response = await route.fetch()
    const body = await response.json()
    await route.fulfill({ response, json: { data: many(body.data, size) } })
  })
  await page.route('**/api/commercial/simulate', async (route) => {
    const question = route.request().postDataJSON()
    bodies.push(question)
    const { response, body } = await asked<Simulated>(route, { ...question, placement_ids: [] })
    const chosen = new Set<string>(question.placement_ids)
    const rows = many(body.data.rows, size).map((row) => ({
      ...row,
      eligible: chosen.size === 0 || chosen.has(row.placement_id),
    }))
    const added = rows.filter(({ placement_name: name }) => name.startsWith(ADDED))
    const ids = added.map(({ placement_id: id }) => id)
    const message = `${ids.length} placements: ${ADDED}1, ${ADDED}2, ${ADDED}3 and ${ids.length - 3} more.`
    const warnings = [{ code: 'few_days', placement_ids: ids, message }]
    await route.fulfill({ response, json: { ...body, data: { ...body.data, rows, warnings } } })
  })
}

const ADDED = 'Category shelf '

function many<R extends Row>(rows: readonly R[], size: number): R[] {
  const added = Array.from({ length: size - rows.length }, (_, i) => ({
    ...rows[i % rows.length]!,
    placement_id: `00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`,
    placement_name: `${ADDED}${i + 1}`,
  }))
  return [...rows, ...added]
}

async function asked<R>(route: Route, question?: unknown) {
  const response = await route.fetch(question === undefined ? {} : { postData: JSON.stringify(question) })
  const body = (await response.json()) as { data: { rows: R[] } }
  return { response, body }
}
