import type { Frame, Page } from '@playwright/test'
import type postgres from 'postgres'
import { expect, inject, vi } from 'vitest'
import type { Visit } from '../../support/visit.ts'
import type { Shop } from './shop.ts'

// Pages of a test's own making, and the ledger they keep: which ids each sent, and which the server acknowledged to it.

export interface Ledger {
  readonly sent: Set<string>
  readonly acknowledged: Set<string>
}

export interface Scene {
  readonly shop: Shop
  readonly body?: string
  /** Runs with `client`, `shop`, `renderId(n)` and `watch(element, rank, renderId)`. */
  readonly script: string
  readonly head?: string
  readonly init?: object
}

interface Request {
  readonly events?: readonly { event_id?: string; click_id?: string }[]
}

interface Told {
  readonly request: Request
  /** Once the server has answered 202. */
  readonly answer?: { readonly rejected: readonly { index: number }[] }
}

/** Every page of the context tells its requests and their answers, before the SDK itself hears of them. */
export async function keepLedger({ context }: Visit): Promise<Ledger> {
  const ledger: Ledger = { sent: new Set(), acknowledged: new Set() }
  await context.exposeFunction('tellLedger', ({ request, answer }: Told) => {
    const refused = new Set(answer?.rejected.map(({ index }) => index))
    request.events?.forEach(({ event_id, click_id }, index) => {
      const into = answer ? ledger.acknowledged : ledger.sent
      if (!refused.has(index)) into.add(event_id ?? click_id!)
    })
  })
  await context.addInitScript(() => {
    const page = window as unknown as { tellLedger(told: Told): Promise<void> }
    const { fetch } = window
    window.fetch = async (input, options) => {
      if (options?.method !== 'POST') return fetch(input, options)
      const request: Request = JSON.parse(String(options.body))
      void page.tellLedger({ request })
      const response = await fetch(input, options)
      if (response.status === 202) void page.tellLedger({ request, answer: await response.clone().json() })
      return response
    }
  })
  return ledger
}

/** Serves the scene at /sdk-scene, under any query. */
export async function serveScene({ context }: Visit, { shop, body, script, head = '', init }: Scene): Promise<void> {
  const options = { endpoint: '', writeKey: inject('demo').write_key, userId: 'visitor-1', consent: true, ...init }
  const html = `<!doctype html><title>Scene</title><link rel="icon" href="data:,">${head}<body style="margin:0">
    ${body ?? '<div id="slots"></div>'}<script src="/sdk/bx.js"></script><script src="/sdk/bx-auto.js"></script><script>
      const shop = ${JSON.stringify(shop)}
      const client = window.shopClient = bx.init(${JSON.stringify(options)})
      const placementId = shop.placementKey
      const renderId = (n) => client.render({ placementId, slotsAvailable: n, slotsFilled: n })
      const watch = (element, rankPosition, renderId) => client.observe(element, { placementId, renderId, rankPosition,
        merchantId: shop.merchantRefs[rankPosition], exposureType: 'card',
        exposureUnitId: '00000000-0000-4000-8000-' + String(rankPosition).padStart(12, '0') })
      const addCard = (parent, rank, renderId) => {
        const card = parent.appendChild(document.createElement('div'))
        card.style.cssText = 'height:60px'
        card.textContent = shop.merchantRefs[rank]
        return [card, watch(card, rank, renderId)]
      }
      ${script}
    </script>`
  await context.route('**/sdk-scene*', (route) => route.fulfill({ contentType: 'text/html', body: html }))
}

/** Headless tabs are never hidden: the browser's word is put on. */
export const turnTab = (page: Page | Frame, state: 'hidden' | 'visible') =>
  page.evaluate((visibilityState) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)

export interface Row {
  readonly event_id: string
  readonly viewable: boolean
  readonly rank: number
  readonly render_id: string
  readonly user_id: string
  readonly session_id: string
  readonly sample_rate: number | null
  readonly consent: string | null
}

export async function rowsOf(sql: postgres.Sql, { placementId }: Shop): Promise<Row[]> {
  return sql<Row[]>`
    select event_id, viewable, rank_position as rank, render_id, user_id, session_id, sample_rate::float as sample_rate,
      context ->> 'consent' as consent
    from exposure_events where placement_id = ${placementId} order by rank_position, event_id`
}

/** Waits for so many rows, then holds them against the ledger: what was acknowledged is stored, each slot once. */
export async function expectStored(sql: postgres.Sql, shop: Shop, ledger: Ledger, n: number): Promise<Row[]> {
  await eventually(async () => {
    expect(ledger.acknowledged.size).toBe(n)
    expect(await rowsOf(sql, shop)).toHaveLength(n)
  })
  const rows = await rowsOf(sql, shop)
  expect(rows.map(({ event_id }) => event_id).sort()).toEqual([...ledger.acknowledged].sort())
  expect(new Set(rows.map(({ render_id, rank }) => `${render_id} ${rank}`)).size).toBe(rows.length)
  return rows
}

/** `expect.poll` for tests that run side by side. */
export const eventually = (holds: () => Promise<void>, timeout = 20_000) =>
  vi.waitFor(holds, { timeout, interval: 200 })
