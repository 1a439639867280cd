import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { tablesContaining } from './support/scan.ts'
import { cookieOf } from './support/staff.ts'

let database: TestDatabase
let app: TestApp
let cookie: string
const today = new Date().toISOString().slice(0, 10)

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue })
  cookie = await cookieOf(database, 'admin')
})

interface Validated {
  readonly outcome: string
  readonly refusal: { readonly code: string } | null
}

async function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const response = await app.server.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) })
  return { status: response.statusCode, ...response.json() }
}

describe('a placement', () => {
  test('is created, found, changed by key or id, and its slots are dated', async () => {
    const made = await call('POST', '/api/placements', { placement_key: 'home', placement_name: 'Home', max_slots: 4 })
    expect(made).toMatchObject({ status: 201, data: { placement_key: 'home', tier: 'standard', max_slots: 4 } })
    const later = { max_slots: 6, max_slots_from: '2999-01-01' }
    expect(await call('PATCH', '/api/placements/home', later)).toMatchObject({ status: 200, data: { max_slots: 4 } })
    const now = { max_slots: 5, placement_name: 'Start', tier: 'high_value' }
    const changed = await call('PATCH', `/api/placements/${made.data.placement_id.toUpperCase()}`, now)
    expect(changed).toMatchObject({ status: 200, data: { max_slots: 5, placement_name: 'Start', tier: 'high_value' } })
    const slots = await database.owner`select valid_from, max_slots from placement_slots order by 1`
    expect(slots).toEqual([
      { valid_from: today, max_slots: 5 },
      { valid_from: '2999-01-01', max_slots: 6 },
    ])
    expect((await call('GET', '/api/placements')).data).toEqual([changed.data])
  })

  test.each(['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001'])(
    'or a merchant with an id that means all or none is refused: %s',
    async (id) => {
      const refused = { status: 400, error: { code: 'invalid_request' } }
      const placement = { placement_id: id, placement_key: 'zero', placement_name: 'Zero', max_slots: 1 }
      expect(await call('POST', '/api/placements', placement)).toMatchObject(refused)
      const merchant = { merchant_id: id, merchant_ref: 'zero', merchant_name: 'Zero' }
      expect(await call('POST', '/api/merchants', merchant)).toMatchObject(refused)
      const listed = await call('PUT', '/api/merchants', { merchants: [merchant] })
      expect(listed.data.rows).toMatchObject([{ outcome: 'refused', refusal: { code: 'invalid_merchant_id' } }])
      await expect(
        database.owner`insert into merchant_dim (merchant_id, merchant_name) values (${id}, 'Zero')`,
      ).rejects.toMatchObject({ code: '23514' })
    },
  )

  test('whose key or id is taken is refused with 409', async () => {
    await call('POST', '/api/placements', { placement_key: 'taken', placement_name: 'A', max_slots: 1 })
    const again = await call('POST', '/api/placements', { placement_key: 'taken', placement_name: 'B', max_slots: 1 })
    expect(again).toMatchObject({ status: 409, error: { code: 'already_exists' } })
  })

  test.each([
    [{ max_slots: 0 }],
    [{ max_slots: 1.5 }],
    [{ placement_name: '' }],
    [{ placement_name: 'a\nb' }],
    [{ tier: 'gold' }],
    [{ max_slots: 3, max_slots_from: '0000-01-01' }],
    [{ max_slots: 3, max_slots_from: '2026-02-30' }],
  ])('is not changed to %j', async (change) => {
    await call('POST', '/api/placements', { placement_key: 'fixed', placement_name: 'Fixed', max_slots: 2 })
    expect((await call('PATCH', '/api/placements/fixed', change)).status).toBe(400)
  })
})

describe('the slots of a placement', () => {
  test('keep their history, including future days, and the audit log has the replaced values', async () => {
    await call('POST', '/api/placements', { placement_key: 'dated', placement_name: 'Dated', max_slots: 4 })
    await call('PATCH', '/api/placements/dated', { max_slots: 9, max_slots_from: '2199-01-01' })
    const { status, data } = await call('GET', '/api/placements/dated/slots')
    expect(status).toBe(200)
    expect(data).toMatchObject([{ valid_from: '2199-01-01', max_slots: 9 }, { max_slots: 4 }])
    const [{ details } = { details: null }] = await database.owner<{ details: unknown }[]>`
      select details from audit_log where action = 'updatePlacement' order by audit_id desc limit 1`
    expect(details).toMatchObject({ before: { max_slots: 4 }, after: { max_slots: 9 } })
    await call('PATCH', '/api/placements/dated', { max_slots: 3, max_slots_from: '2020-02-01' })
    await call('PATCH', '/api/placements/dated', { max_slots: 7, max_slots_from: '2020-01-01' })
    expect((await call('GET', '/api/placements/dated/slots')).data).toEqual([
      { valid_from: '2199-01-01', max_slots: 9 },
      { valid_from: today, max_slots: 7 },
      { valid_from: '2020-02-01', max_slots: 7 },
      { valid_from: '2020-01-01', max_slots: 7 },
    ])
    expect((await call('GET', '/api/placements/nowhere/slots')).error.code).toBe('unknown_placement')
  })
})

describe('merchants', () => {
  test('are created or updated by reference, the last entry of a reference winning', async () => {
    const merchant = (merchant_ref: string, merchant_name: string) => ({ merchant_ref, merchant_name })
    const first = await call('PUT', '/api/merchants', {
      merchants: [merchant('a', 'A'), merchant('b', 'B'), merchant('a', 'A2')],
    })
    expect(first).toMatchObject({ status: 200, data: { created: 2, updated: 0, refused: 1 } })
    expect(first.data.rows.map((row: { outcome: string }) => row.outcome)).toEqual(['refused', 'created', 'created'])
    expect(first.data.rows[0].refusal).toMatchObject({
      ...{ code: 'repeated_merchant_ref', field: 'merchant_ref', message: expect.stringContaining('entry 3') },
    })
    const second = await call('PUT', '/api/merchants', { merchants: [merchant('b', 'B2'), merchant('c', 'C')] })
    expect(second).toMatchObject({ status: 200, data: { created: 1, updated: 1, refused: 0 } })
    const names = (await call('GET', '/api/merchants')).data.map((m: { merchant_name: string }) => m.merchant_name)
    expect(names).toEqual(['A2', 'B2', 'C'])
  })

  test('uploaded many times simultaneously are created once, and no upload is rejected', async () => {
    const merchants = Array.from({ length: 200 }, (_, i) => ({ merchant_ref: `same-${i}`, merchant_name: `Same ${i}` }))
    const answers = await Promise.all(Array.from({ length: 6 }, () => call('PUT', '/api/merchants', { merchants })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const created = answers.map(({ data }) => data.created).sort((a, b) => b - a)
    expect(created).toEqual([200, 0, 0, 0, 0, 0])
    await database.owner`delete from merchant_dim where starts_with(merchant_ref, 'same-')`
  })

  test('with the id of another one are rejected separately, with a reason; the others are stored', async () => {
    const [known] = (await call('GET', '/api/merchants')).data
    const upload = [
      { merchant_ref: 'first', merchant_name: 'F' },
      { merchant_ref: 'thief', merchant_name: 'T', merchant_id: known.merchant_id },
    ]
    const { data } = await call('PUT', '/api/merchants', { merchants: upload })
    expect(data).toMatchObject({ created: 1, updated: 0, refused: 1 })
    expect(data.rows).toMatchObject([
      { index: 0, outcome: 'created', refusal: null },
      { index: 1, outcome: 'refused', refusal: { code: 'merchant_id_taken', field: 'merchant_id' } },
    ])
    const stored = await database.owner`select merchant_ref from merchant_dim where merchant_ref in ('first', 'thief')`
    expect([...stored]).toEqual([{ merchant_ref: 'first' }])
    await database.owner`delete from merchant_dim where merchant_ref = 'first'`
    const taken = await call('PATCH', '/api/merchants/b', { merchant_ref: 'a' })
    expect(taken).toMatchObject({ status: 409 })
  })

  test('are previewed without a change, validated one by one, and each audited with the replaced values', async () => {
    await call('PUT', '/api/merchants', {
      merchants: [
        { merchant_ref: 'p-old', merchant_name: 'Old', category: 'food' },
        { merchant_ref: 'p-same', merchant_name: 'Same', category: 'food' },
      ],
    })
    const merchants = [
      { merchant_ref: 'p-new', merchant_name: 'New' },
      { merchant_ref: 'p-old', merchant_name: 'Renamed' },
      { merchant_ref: 'p-same', merchant_name: 'Same' },
      { merchant_ref: 'no good', merchant_name: 'X' },
      { merchant_ref: 'p-noname', merchant_name: '' },
      { merchant_ref: 'p-nul', merchant_name: 'a\u0000b' },
      'nonsense',
    ]
    const before = await database.owner`select * from merchant_dim order by merchant_id`
    const audited = await database.owner`select count(*) as n from audit_log`
    const dry = await call('PUT', '/api/merchants', { merchants, dry_run: true })
    expect(dry).toMatchObject({ status: 200, data: { created: 1, updated: 1, unchanged: 1, refused: 4 } })
    expect(dry.data.rows.map((row: Validated) => row.refusal?.code ?? row.outcome)).toEqual([
      ...['created', 'updated', 'unchanged', 'invalid_merchant_ref', 'invalid_merchant_name'],
      ...['invalid_merchant_name', 'invalid_entry'],
    ])
    expect(await database.owner`select * from merchant_dim order by merchant_id`).toEqual(before)
    expect(await database.owner`select count(*) as n from audit_log`).toEqual(audited)
    const applied = await call('PUT', '/api/merchants', { merchants })
    expect(applied.data).toEqual(dry.data)
    const stored = await database.owner`
      select merchant_ref, merchant_name, category from merchant_dim where starts_with(merchant_ref, 'p-') order by 1`
    expect([...stored]).toEqual([
      { merchant_ref: 'p-new', merchant_name: 'New', category: null },
      { merchant_ref: 'p-old', merchant_name: 'Renamed', category: 'food' },
      { merchant_ref: 'p-same', merchant_name: 'Same', category: 'food' },
    ])
    const log = await database.owner<{ action: string; details: unknown }[]>`
      select action, details from audit_log order by audit_id desc limit 3`
    expect(Object.fromEntries(log.map(({ action, details }) => [action, details]))).toMatchObject({
      createMerchant: { merchant_ref: 'p-new', merchant_name: 'New' },
      updateMerchant: { before: { merchant_name: 'Old' }, after: { merchant_name: 'Renamed' } },
      upsertMerchants: { created: 1, updated: 1, unchanged: 1, refused: 4 },
    })
  })

  test('come up to 5000 and 1 MiB at a time', async () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => ({ merchant_ref: `many-${i}`, merchant_name: 'Many' }))
    const full = await call('PUT', '/api/merchants', { merchants: many(5000), dry_run: true })
    expect(full).toMatchObject({ status: 200, data: { created: 5000, refused: 0 } })
    const over = await call('PUT', '/api/merchants', { merchants: many(5001) })
    expect(over).toMatchObject({ status: 413, error: { code: 'too_many_merchants' } })
    const long = many(5000).map((entry) => ({ ...entry, category: 'x'.repeat(300) }))
    expect(await call('PUT', '/api/merchants', { merchants: long })).toMatchObject({
      ...{ status: 413, error: { code: 'too_large' } },
    })
    expect((await call('PUT', '/api/merchants', { merchants: [] })).error.code).toBe('invalid_request')
    expect((await call('GET', '/api/merchants?q=many-')).meta.total).toBe(0)
  })

  test('may lose their category and reference, and keep what is not named', async () => {
    const { data } = await call('POST', '/api/merchants', { merchant_ref: 'x', merchant_name: 'X', category: 'food' })
    expect((await call('PATCH', '/api/merchants/x', { merchant_name: 'XX' })).data).toMatchObject({
      category: 'food',
      merchant_ref: 'x',
    })
    const cleared = await call('PATCH', `/api/merchants/${data.merchant_id}`, { category: null, merchant_ref: null })
    const kept = { merchant_id: data.merchant_id, merchant_name: 'XX' }
    expect(cleared.data).toEqual({ ...kept, category: null, merchant_ref: null, version: expect.any(String) })
  })

  test('have keys that are shown once, kept as a hash, and revoked for their own merchant only', async () => {
    await call('PUT', '/api/merchants', {
      merchants: [
        { merchant_ref: 'k1', merchant_name: 'K' },
        { merchant_ref: 'k2', merchant_name: 'L' },
      ],
    })
    const { data, status } = await call('POST', '/api/merchants/k1/api-keys', { name: 'till' })
    expect(status).toBe(201)
    expect(await tablesContaining(database.owner, [data.api_key])).toEqual([])
    expect((await call('DELETE', `/api/merchants/k2/api-keys?key_id=${data.key_id}`)).data).toEqual({ revoked: false })
    expect((await call('DELETE', `/api/merchants/k1/api-keys?key_id=${data.key_id}`)).data).toEqual({ revoked: true })
    expect((await call('DELETE', `/api/merchants/k1/api-keys?key_id=${data.key_id}`)).data).toEqual({ revoked: false })
  })
})

test('a name that is the id of one row and the reference of another means the row with that id', async () => {
  const { data: merchant } = await call('POST', '/api/merchants', { merchant_name: 'Own id' })
  await call('POST', '/api/merchants', { merchant_name: 'Borrowed', merchant_ref: merchant.merchant_id.toUpperCase() })
  await call('POST', '/api/merchants', { merchant_name: 'Lent', merchant_ref: merchant.merchant_id })
  const { data: placement } = await call('POST', '/api/placements', {
    placement_key: 'own',
    placement_name: 'Own',
    max_slots: 3,
  })
  await call('POST', '/api/placements', { placement_key: placement.placement_id, placement_name: 'Lent', max_slots: 4 })
  for (const id of [merchant.merchant_id, merchant.merchant_id.toUpperCase()]) {
    expect((await call('POST', `/api/merchants/${id}/api-keys`, { name: 'till' })).status).toBe(201)
    expect((await call('PATCH', `/api/merchants/${id}`, { category: 'x' })).data.merchant_name).toBe('Own id')
    expect((await call('GET', `/api/analytics/merchants/${id}/summary`)).data.merchant.merchant_name).toBe('Own id')
    expect((await call('GET', `/api/merchants?id=${id}`)).data).toEqual([
      { ...merchant, category: 'x', version: expect.any(String) },
    ])
  }
  const slots = await call('GET', `/api/placements/${placement.placement_id}/slots`)
  expect(slots.data[0].max_slots).toBe(3)
})

test('every change is in the audit log, with who made it', async () => {
  const name = `Audited ${randomUUID()}`
  const { data } = await call('POST', '/api/merchants', { merchant_name: name })
  const [entry] =
    await database.owner`select actor, action, target, details from audit_log order by audit_id desc limit 1`
  expect(entry).toMatchObject({ action: 'createMerchant', target: data.merchant_id, details: { merchant_name: name } })
  expect(entry!.actor).toMatch(/^admin-.+@example.com$/)
})
