import type { BrowserContext, Page } from '@playwright/test'
import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { useBrowser, type Visit, type VisitOptions } from '../../support/visit.ts'
import { expectStored, keepLedger, type Ledger, type Row, type Scene, serveScene } from './scene.ts'
import { makeShop, type Shop } from './shop.ts'

// What each test of the SDK needs: a shop of its own, a visitor on a page of the test's making, and the product's database.

export interface Opened extends Visit {
  readonly shop: Shop
  readonly ledger: Ledger
  readonly flush: () => Promise<void>
  /** Sends what waits, then holds what is stored against the ledger. */
  readonly stored: (n: number) => Promise<Row[]>
}

export interface Stage {
  readonly sql: postgres.Sql
  readonly visit: (options?: VisitOptions) => Promise<Visit>
  readonly openShop: (slots: number) => Promise<Shop>
  readonly openScene: (scene: Omit<Scene, 'shop'> & { readonly slots: number }, visitor?: Visit) => Promise<Opened>
}

export function useStage(): Stage {
  const { visit } = useBrowser({ stay: true })
  const sql = postgres(inject('productDatabaseUrl'), { max: 1, onnotice: () => {} })
  let admin: Visit
  beforeAll(async () => {
    admin = await visit({ signedIn: true })
  })
  afterAll(() => sql.end({ timeout: 1 }))
  const openShop = (slots: number) => makeShop(admin.request, slots)
  return {
    sql,
    visit,
    openShop,
    async openScene({ slots, ...scene }, visitor) {
      const shop = await openShop(slots)
      const here = visitor ?? (await visit())
      const ledger = await keepLedger(here)
      await serveScene(here, { shop, ...scene })
      await here.page.goto('/sdk-scene')
      const flush = () => here.page.evaluate(() => window.shopClient.flush())
      const stored = async (n: number) => {
        await flush()
        return expectStored(sql, shop, ledger, n)
      }
      return { ...here, shop, ledger, flush, stored }
    },
  }
}

/** A script that shows all merchants of the shop as one list. */
export const LIST = `const list = document.querySelector('#slots'), id = renderId(shop.merchantRefs.length)
  shop.merchantRefs.forEach((_, rank) => addCard(list, rank, id))`

export interface ClickRow {
  readonly click_id: string
  readonly user_id: string
  readonly exposure_event_id: string | null
}

export async function clicksOf(sql: postgres.Sql, { merchantRefs }: Shop): Promise<ClickRow[]> {
  return sql<ClickRow[]>`
    select click_id, user_id, exposure_event_id from click_events join merchant_dim using (merchant_id)
    where merchant_ref = any(${merchantRefs as string[]}) order by click_events."timestamp"`
}

/** The server's answer with another setting: the real one is everybody's, other tests' too. */
export async function setServer(context: BrowserContext, setting: object): Promise<void> {
  await context.route('**/api/exposure/config', async (route) => {
    const response = await route.fetch()
    const { data, meta } = await response.json()
    await route.fulfill({ response, json: { data: { ...data, ...setting }, meta } })
  })
}

/** Our messages on the page's console since the start. */
export function listen(page: Page): string[] {
  const lines: string[] = []
  page.on('console', (line) => line.text().startsWith('[bx]') && lines.push(line.text()))
  return lines
}
