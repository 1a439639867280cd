import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createMerchantKey, createWriteKey } from '../../server/src/accounts/keys.ts'
import { saveStaff } from '../../server/src/accounts/saveStaff.ts'
import { insertMerchants } from '../../server/src/catalogue/insertMerchants.ts'
import { insertPlacement } from '../../server/src/catalogue/insertPlacement.ts'
import type { Sql } from '../../server/src/db/client.ts'
import { sha256 } from '../../server/src/lib/ids.ts'
import { readReporting } from '../../server/src/settings/organisation.ts'
import { beginWith, currentValue } from '../../server/src/settings/setting.ts'
import type { World } from '../../world/src/createWorld.ts'
import { HISTORY_UNTIL, WORLD_START } from './demoSettings.ts'
import { fillPackages } from './packages.ts'
import { demoWorld, type History, historyOf, historyUntil } from './world.ts'

/** Sign-in and keys for a newcomer, stored in DATA_DIR/demo.json. */
export interface DemoFile {
  readonly url: string
  /** The example shop, on a separate origin. */
  readonly shop_url: string
  readonly staff: { readonly email: string; readonly password: string }
  readonly merchant: { readonly merchant_id: string; readonly api_key: string }
  readonly write_key: string
  readonly server_key: string
}

/** Depend on the ports of this start. */
type DemoUrls = Pick<DemoFile, 'url' | 'shop_url'>

/**
 * Creates the world's dimensions and, at the first start, accounts and keys.
 * @param days of history, used at the first start
 */
export async function prepareDemo(sql: Sql, dataDir: string, urls: DemoUrls, days: number): Promise<DemoFile> {
  const reporting = (await readReporting(sql))!
  const { currency } = reporting
  await beginWith(sql, WORLD_START, historyOf(days).start, 'demo')
  await beginWith(sql, HISTORY_UNTIL, Date.now(), 'demo')
  const world = demoWorld(await storedHistory(sql), currency)
  await fillDimensions(sql, world)
  await fillPackages(sql, reporting)
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

/** The browser key is for pages of the shop and the dashboards, under every name of this machine. */
async function allowOrigins(sql: Sql, { write_key, url, shop_url }: DemoFile): Promise<void> {
  const origins = [shop_url, url].flatMap((address) => {
    const { origin } = new URL(address)
    return [origin, origin.replace('//127.0.0.1', '//localhost'), origin.replace('//localhost', '//127.0.0.1')]
  })
  await sql`update write_keys set origins = array(select distinct unnest(origins || ${origins}) order by 1)
    where secret_hash = ${sha256(write_key)}`
}

/** The history that the first start chose. */
export async function storedHistory(sql: Sql): Promise<History> {
  return historyUntil((await currentValue(sql, WORLD_START))!, (await currentValue(sql, HISTORY_UNTIL))!)
}

async function makeAccounts(sql: Sql, world: World): Promise<Omit<DemoFile, keyof DemoUrls>> {
  const staff = { email: 'demo@example.com', password: randomBytes(12).toString('base64url') }
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
      const id = await insertPlacement(tx, { ...placement, valid_from: '2020-01-01' }, 'leave')
      // Keeps the world's order on the screens.
      await tx`update placement_dim set created_at = now() + ${i} * interval '1 ms' where placement_id = ${id}`
    }
    await insertMerchants(tx, merchants, 'leave')
  })
}
