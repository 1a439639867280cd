import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { saveStaff } from '../../server/src/accounts/saveStaff.ts'
import { addDays, utcDate } from '../../server/src/lib/clock.ts'
import { sha256 } from '../../server/src/lib/ids.ts'
import { createMerchantKey, createWriteKey } from '../../server/src/ops/accounts.ts'
import type { Sql } from '../../server/src/store/db.ts'
import type { World } from '../../world/src/createWorld.ts'
import { DEMO, demoWorld } from './world.ts'

/** What a newcomer signs in and sends events with; kept in DATA_DIR/demo.json. */
export interface DemoFile {
  readonly url: string
  /** The example shop, on an origin of its own. */
  readonly shop_url: string
  readonly staff: { readonly email: string; readonly password: string }
  readonly merchant: { readonly merchant_id: string; readonly api_key: string }
  readonly write_key: string
  readonly server_key: string
}

/** They depend on the ports of this start. */
type DemoUrls = Pick<DemoFile, 'url' | 'shop_url'>

/** Enters the world's dimensions and, at the first start, makes accounts and keys. */
export async function prepareDemo(sql: Sql, dataDir: string, urls: DemoUrls): Promise<DemoFile> {
  const world = demoWorld(await startOfWorld(sql))
  await fillDimensions(sql, world)
  const file = join(dataDir, 'demo.json')
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as DemoFile,
    () => null,
  )
  const demo = { ...(kept ?? (await makeAccounts(sql, world))), ...urls }
  await allowOrigins(sql, demo)
  await writeFile(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 })
  return demo
}

/** The browser key is for pages of the shop and of the dashboards, by whichever name this machine is called. */
async function allowOrigins(sql: Sql, { write_key, url, shop_url }: DemoFile): Promise<void> {
  const origins = [shop_url, url].flatMap((address) => {
    const { origin } = new URL(address)
    return [origin, origin.replace('//127.0.0.1', '//localhost'), origin.replace('//localhost', '//127.0.0.1')]
  })
  await sql`update write_keys set origins = array(select distinct unnest(origins || ${origins}) order by 1)
    where secret_hash = ${sha256(write_key)}`
}

/** First day of the world's history: 29 days before the very first start, so that the history ends on its day. */
export async function startOfWorld(sql: Sql): Promise<string> {
  const start = addDays(utcDate(Date.now()), 1 - DEMO.days)
  await sql`insert into settings (name, version, value, changed_by)
    values ('demo_world_start', 1, ${JSON.stringify(start)}::text::jsonb, 'demo') on conflict do nothing`
  const [row] = await sql<{ value: string }[]>`select value from current_settings where name = 'demo_world_start'`
  return row!.value
}

async function makeAccounts(sql: Sql, world: World): Promise<Omit<DemoFile, keyof DemoUrls>> {
  const staff = { email: 'demo@example.com', password: `demo-${randomUUID().slice(0, 13)}` }
  await saveStaff(sql, 'demo', { ...staff, name: 'Demo Admin', role: 'admin' })
  const merchantId = world.merchants[0]!.merchant_id
  return {
    staff,
    merchant: { merchant_id: merchantId, api_key: (await createMerchantKey(sql, 'demo', merchantId, 'Demo')).key },
    write_key: (await createWriteKey(sql, 'demo', { name: 'Demo shop', kind: 'browser' })).key,
    server_key: (await createWriteKey(sql, 'demo', { name: 'Demo server', kind: 'server' })).key,
  }
}

async function fillDimensions(sql: Sql, { placements, merchants }: World): Promise<void> {
  await sql.begin(async (tx) => {
    for (const [i, placement] of placements.entries()) {
      const { placement_id, placement_key, placement_name, tier, max_slots } = placement
      // created_at keeps the world's order on screens.
      await tx`insert into placement_dim (placement_id, placement_key, placement_name, tier, created_at)
        values (${placement_id}, ${placement_key}, ${placement_name}, ${tier}, now() + ${i} * interval '1 ms') on conflict do nothing`
      await tx`insert into placement_slots values (${placement_id}, '2020-01-01', ${max_slots}) on conflict do nothing`
    }
    for (const merchant of merchants) {
      await tx`insert into merchant_dim (merchant_id, merchant_ref, merchant_name, category)
        values (${merchant.merchant_id}, ${merchant.merchant_ref}, ${merchant.merchant_name}, ${merchant.category}) on conflict do nothing`
    }
  })
}
