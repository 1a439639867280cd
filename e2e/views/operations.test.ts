import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { expectAccessible, expectFitsEveryone, useBrowser, type Visit } from '../support/visit.ts'

// Whoever instruments a page sees what became of its events, and mends what was refused.

const { visit } = useBrowser()

async function send({ request }: Visit, events: readonly object[]): Promise<void> {
  const { url, server_key: key } = inject('demo')
  const headers = { authorization: `Bearer ${key}` }
  const answer = await request.post(`${url}/api/exposure/batch`, { data: { events }, headers })
  expect(answer.status()).toBe(202)
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

test('good, bad and repeated events each stand with their verdict, and open', async () => {
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
  await page.getByRole('dialog').getByText('"rank_position": -1').waitFor()
  await expectAccessible(page)
  expect(errors).toEqual([])
})

test('a dead letter shows its refused field; when its merchant is created it is counted by itself', async () => {
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
  // The demo's own letters stand between: ours came with the server key.
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

test('what waits for a reason is counted before it is sent again', async () => {
  const { page } = await visit({ signedIn: true })
  await page.goto('/ops/dead-letters/?q=unknown_merchant')
  await page.getByRole('button', { name: 'Send all again…' }).click()
  await page.getByText(/wait; [\d,]+ have the shape of an event/).waitFor()
  await page.getByRole('button', { name: /^Send [\d,]+ again$/ }).click()
  await page.getByText(/sent again: each is counted/).waitFor()
})

test.each(['/ops/live/', '/ops/dead-letters/'])(
  '%s is accessible in both themes and keeps to a phone',
  async (path) => {
    const { page } = await visit({ signedIn: true })
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectFitsEveryone(page)
  },
)
