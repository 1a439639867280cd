import { PACKAGE_STATES } from '@bx/contracts/packages/values'
import { beforeAll, expect, test } from 'vitest'
import { fillPackages } from '../../scripts/demo/packages.ts'
import { createWorld } from '../../world/src/createWorld.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'

// The demo's packages follow the rules of the product, in currencies with and without decimals.

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  const world = createWorld({ seed: 1, start: '2026-11-20', days: 1, exposuresPerDay: 10 })
  const { owner } = database
  for (const { placement_id, placement_key, placement_name } of world.placements)
    await owner`insert into placement_dim ${owner({ placement_id, placement_key, placement_name })}`
  for (const { merchant_id, merchant_ref, merchant_name } of world.merchants)
    await owner`insert into merchant_dim ${owner({ merchant_id, merchant_ref, merchant_name })}`
})

test.each(['GBP', 'JPY'])('in %s there is a package in every state, and a second start adds none', async (currency) => {
  const { app, owner } = database
  await owner`truncate merchant_packages cascade`
  const reporting = { timeZone: 'Pacific/Kiritimati', currency }
  await fillPackages(app, reporting)
  const states = await app<{ status: string; n: number }[]>`
    select status, count(*)::int as n from merchant_packages group by status`
  expect(states.map(({ status }) => status).sort()).toEqual([...PACKAGE_STATES].sort())
  const total = () => app<{ n: number }[]>`select count(*)::int as n from merchant_packages`
  const [before] = await total()
  await fillPackages(app, reporting)
  expect((await total())[0]).toEqual(before)
})
