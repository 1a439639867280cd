import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import { expectAccessible, useBrowser, type Visit } from '../support/visit.ts'

// An engineer who instruments a page sees what happened to its events, and fixes rejected ones.

const { visit } = useBrowser()
const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
afterAll(() => sql.end())

async function send({ request }: Visit, events: readonly object[]): Promise<void> {
  const { url, server_key: key } = inject('demo')
  const headers = { authorization: `Bearer ${key}` }
  const answer = await request.post(`${url}/api/exposure/batch`, { data: { events }, headers })
  expect(answer.status()).toBe(202)
}

/** As a worker leaves them. */
async function keepLetters(reason: string, events: readonly { readonly event_id: string }[]): Promise<void> {
  for (const one of events)
    await sql`insert into dead_letter_events (received_at, kind, reason, message, event_id, key_id, key_kind, body)
      values (now(), 'exposure', ${reason}, 'a fault of ours', ${one.event_id}, 'test', 'server', ${JSON.stringify(one)})`
}

function event(fields: object = {}) {
  return {
    ...{
      event_id: randomUUID(),
      merchant_id: 'atlas-hotels',
      placement_id: 'home_earn_carousel',
      exposure_unit_id: randomUUID(),
    },
    ...{
      exposure_type: 'carousel',
      user_id: randomUUID(),
      session_id: randomUUID(),
      timestamp: new Date().toISOString(),
    },
    ...{ rank_position: 0, is_clickable: true, algorithm_version: 'v1', ...fields },
  }
}

test('good, bad and repeated events are listed with their verdicts, and open', async () => {
  const visitor = await visit({ signedIn: true })
  const { page, request, errors } = visitor
  const { data: keys } = await (await request.get('/api/write-keys')).json()
  const { key_id: id } = keys.find(({ kind }: { kind: string }) => kind === 'server')
  await page.goto(`/ops/live/?id=${id}`)
  await page.getByRole('heading', { level: 1 }).getByText('server').waitFor()
  const good = event()
  await send(visitor, [good])
  await send(visitor, [good, event({ rank_position: -1 })])
  const filter = (name: string) => page.getByRole('radiogroup', { name: 'Verdict' }).getByText(name)
  for (const verdict of [/^Stored [1-9]/, /^Duplicate [1-9]/, /^Rejected [1-9]/])
    await page.getByRole('radiogroup', { name: 'Verdict' }).getByText(verdict).waitFor({ timeout: 20_000 })
  await filter('Rejected').click()
  await page.getByText('rank_position: expected >= 0').first().waitFor()
  await page.getByRole('table').getByRole('button').first().click()
  await page.getByRole('dialog').getByText('"rank_position": "[negative whole number, 1 digit]"').waitFor()
  await expectAccessible(page)
  expect(errors).toEqual([])
})

test('a flagged event is listed with its verdict and reason; the filters that show it are kept in the address', async () => {
  const { page, request, errors } = await visit({ signedIn: true })
  const { url } = inject('demo')
  // A key of its own: other tests send thousands of events with the shop's, and the list has the last 200.
  const made = await request.post('/api/write-keys', { data: { name: `Flagged ${randomUUID()}`, kind: 'browser' } })
  const { key_id: id, write_key: key } = (await made.json()).data
  const answer = await request.post(`${url}/api/exposure/batch`, {
    data: { events: [event({ merchant_id: 'fernway-coffee' })] },
    headers: {
      authorization: `Bearer ${key}`,
      origin: url,
      'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)',
    },
  })
  expect(answer.status()).toBe(202)
  await page.goto(`/ops/live/?id=${id}`)
  const flagged = page
    .getByRole('row')
    .filter({ hasText: 'bot_user_agent' })
    .filter({ hasText: 'Fernway Coffee' })
    .first()
  await flagged.waitFor({ timeout: 20_000 })
  expect(await flagged.getByRole('cell').allInnerTexts()).toEqual([
    ...['Flagged', 'exposure', 'Home earn carousel', 'Fernway Coffee', 'bot_user_agent'],
  ])
  await page.getByRole('radiogroup', { name: 'Verdict' }).getByText('Flagged').click()
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Exposures' }).click()
  await page.getByRole('combobox', { name: 'Merchant' }).fill('fern')
  await page.getByRole('option', { name: 'Fernway Coffee' }).click()
  await page.waitForURL(/verdict=flagged&kind=exposure&merchant=Fernway/)
  await page.reload()
  await flagged.waitFor()
  const rows = await page.getByRole('table').locator('tbody tr').allInnerTexts()
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row).toMatch(/Flagged\s+exposure\s.*Fernway Coffee/s)
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Conversions' }).click()
  await page.getByText('None of the last 200 events matches the filter.').waitFor()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.waitForURL((address) => !address.search.includes('kind') && address.search.includes('verdict=flagged'))
  await expectAccessible(page)
  expect(errors).toEqual([])
})

test('a dead letter shows its refused field; when its merchant is created it is counted automatically', async () => {
  const visitor = await visit({ signedIn: true })
  const { page, request } = visitor
  const ref = `late-${randomUUID().slice(0, 8)}`
  const { data: keys } = await (await request.get('/api/write-keys')).json()
  const { key_id: id } = keys.find(({ kind }: { kind: string }) => kind === 'server')
  await send(visitor, [event({ merchant_id: ref })])
  const newest = async () => {
    const { data } = await (await request.get('/api/ops/dead-letters?reason=unknown_merchant')).json()
    return data.rows.find((row: { key_id: string }) => row.key_id === id)?.body.merchant_id
  }
  await expect.poll(newest, { timeout: 20_000 }).toBe(ref)
  await page.goto('/ops/dead-letters/?q=unknown_merchant')
  // The demo has other dead letters: ours came with the server key.
  await page.getByRole('row').filter({ hasText: id }).first().getByRole('button').click()
  await page.getByRole('dialog').locator('mark').getByText(ref).waitFor()
  await expectAccessible(page)
  const made = await request.post('/api/merchants', { data: { merchant_ref: ref, merchant_name: ref } })
  expect(made.status()).toBe(201)
  const { data } = await made.json()
  const shown = async () => {
    const answer = await request.get(`/api/analytics/merchants/${data.merchant_id}/summary?range=7d`)
    return (await answer.json()).data.totals.impressions
  }
  await expect.poll(shown, { timeout: 30_000 }).toBe(1)
})

test('a dry run shows the result for each event, and a replay sends only events that would be stored', async () => {
  const visitor = await visit({ signedIn: true })
  const { page } = visitor
  const [good, bad] = [event(), event({ merchant_id: 'nobody-at-all' })]
  const reason = `poison_${randomUUID().slice(0, 8)}`
  await keepLetters(reason, [good, bad])
  await page.goto(`/ops/dead-letters/?q=${reason}`)
  await page.getByRole('button', { name: 'Send all again…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('2 wait: 1 would be stored, 1 would be refused again.').waitFor()
  const outcomes = dialog.getByRole('table').locator('tbody tr')
  expect(await outcomes.allInnerTexts()).toEqual([
    expect.stringMatching(new RegExp(`^Would be refused\\s.*\\(unknown_merchant\\).*\\s${bad.event_id}`, 's')),
    expect.stringMatching(new RegExp(`^Would be stored\\s.*\\s${good.event_id}`, 's')),
  ])
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Send 2 again' }).click()
  await page.getByText(/sent again\. Each is counted/).waitFor()
  // The good one settles its dead letter; the bad one is listed under its new reason.
  await expect
    .poll(
      () => sql`select reason, replayed_at is null as waits from dead_letter_events
      where event_id = any(${[good.event_id, bad.event_id]}) order by waits`,
      { timeout: 30_000 },
    )
    .toMatchObject([
      { reason, waits: false },
      { reason: 'unknown_merchant', waits: true },
    ])
  await page.goto('/ops/dead-letters/?q=unknown_merchant')
  await page.getByRole('button', { name: 'Send all again…' }).click()
  await page.getByText(/0 would be stored, [\d,]+ would be refused again/).waitFor()
  expect(await page.getByRole('button', { name: /^Send [\d,]+ again$/ }).count()).toBe(0)
})
