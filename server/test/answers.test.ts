import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { round } from '@bx/contracts/metrics/metric'
import { beforeAll, describe, expect, test } from 'vitest'
import { drainAttributionQueue } from '../src/attribution/reattribute.ts'
import { processBatch } from '../src/process/processBatch.ts'
import { readMerchantSummary } from '../src/query/merchantSummary.ts'
import { resolvePeriod } from '../src/query/period.ts'
import { buildTestApp, METRICS_TOKEN, type TestApp, wireExposure } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { envelope, openTestPipeline, pseudonymOf, type TestPipeline } from './support/pipeline.ts'
import { readCsv, readCsvRows } from './support/readCsv.ts'
import { cookieOf } from './support/staff.ts'

// The dashboards' answers over HTTP: the same numbers as CSV, and complete_to never exceeds what is counted.

let database: TestDatabase
let pipeline: TestPipeline
let app: TestApp
let cookie: string
const FORMULA = '=HYPERLINK("https://evil.example","x")'
const MERCHANTS = [
  FORMULA,
  '+44',
  '-1',
  '@sum',
  '\uff1dcmd',
  'Plain, "quoted"',
  'Ünïcode',
  "O'Hara",
  'a',
  'b',
  'c',
  'd',
]

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 8 })
  pipeline = openTestPipeline(database)
  app = await buildTestApp({ database, queue: pipeline.queue })
  cookie = await cookieOf(database, 'analyst')
  for (const [i, name] of MERCHANTS.entries())
    await database.owner`insert into merchant_dim (merchant_ref, merchant_name) values (${`m${i}`}, ${name})`
  for (const [key, name] of [
    ['home', FORMULA],
    ['deal', 'Deals, "all"'],
  ])
    await database.owner`insert into placement_dim (placement_key, placement_name) values (${key!}, ${name!})`
  const sessions = [randomUUID(), randomUUID()]
  const exposures = MERCHANTS.flatMap((_, i) =>
    Array.from({ length: 1 + (i % 4) }, (_, n) => exposure(`m${i}`, n % 3 === 2 ? 'deal' : 'home', sessions[n % 2]!)),
  )
  await pipeline.run([{ exposures }])
})

function exposure(
  merchant: string,
  placement: string,
  session: string = randomUUID(),
  timestamp = Date.now() - 86_400_000,
) {
  const names = { merchant_ref: merchant, placement_key: placement, session_id: session, user_id: pseudonymOf() }
  return { ...wireExposure(names), timestamp } as never
}

function get(url: string, headers: Record<string, string> = { cookie }) {
  return app.server.inject({ url, headers })
}

/** What a cell must be: the field, or its share in percent. undefined: the row has no such field. */
function valueIn(row: Row, column: string): string | number | null | undefined {
  const share = row[column.replace(/_pct$/, '')]
  if (column in row || typeof share !== 'number') return row[column]
  return column === 'saturation_rate_pct' ? share : round(share * 100, 4)
}

type Row = Readonly<Record<string, string | number | null>>

describe('a table as CSV', () => {
  const paths = {
    overview: ['/api/analytics/placements/overview?range=7d', (data: { rows: Row[] }) => data.rows],
    merchants: ['/api/analytics/merchants?range=7d', (data: { rows: Row[] }) => data.rows],
    summary: ['/api/analytics/merchants/m3/summary?range=7d', (data: { placements: Row[] }) => data.placements],
    'deep dive': [
      '/api/analytics/placements/home/deep-dive?range=7d',
      (data: { top_merchants: Row[]; other: Row }) => [
        ...data.top_merchants,
        { merchant_id: '', merchant_name: 'Other', ...data.other },
      ],
    ],
  } as const

  test.each(Object.entries(paths))(
    'of the %s holds exactly the numbers of the JSON answer, with shares in percent',
    async (_, [path, rowsOf]) => {
      const json = (await get(path)).json()
      const response = await get(`${path}&format=csv`)
      expect(response.headers['content-type']).toBe('text/csv; charset=utf-8')
      expect(response.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+\.csv"$/)
      const [columns, ...rows] = readCsv(response.body)
      const wanted = (rowsOf as (data: unknown) => Row[])(json.data)
      expect(rows.length).toBe(wanted.length)
      expect(rows.length).toBeGreaterThan(1)
      for (const [i, row] of rows.entries()) {
        const compared = columns!.map((column) => [column, valueIn(wanted[i]!, column)] as const)
        expect(compared.filter(([, value]) => value !== undefined).length).toBeGreaterThanOrEqual(4)
        for (const [n, [, value]] of compared.entries())
          if (value !== undefined)
            expect(row[n]!.replace(/^'/, '')).toBe(value === null ? '' : String(value).replace(/^'/, ''))
      }
    },
  )

  test('has the total first on request, and opens in a spreadsheet on request', async () => {
    const [path] = paths.overview
    const json = (await get(path)).json()
    const [total, ...rows] = readCsvRows((await get(`${path}&format=csv&total=1`)).body)
    expect(total).toMatchObject({
      placement_name: 'All placements',
      total_impressions: String(json.data.totals.total_impressions),
    })
    expect(rows.length).toBe(json.data.rows.length)
    const excel = (await get(`${path}&format=csv&for=excel`)).body
    expect(excel.startsWith('\ufeff"placement_id","placement_key"')).toBe(true)
    expect((await get(`${path}&format=csv&for=excel_comma`)).body).toContain('"placement_id";"placement_key"')
    expect((await get(`${path}&format=csv`)).body.startsWith('placement_id,placement_key')).toBe(true)
  })

  test('has no cell that a spreadsheet would run', async () => {
    let tamed = 0
    for (const [path] of Object.values(paths)) {
      const cells = readCsv((await get(`${path}&format=csv`)).body).flat()
      expect(cells.filter((cell) => /^[=+\-@\t\r\0＝＋－＠]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([])
      tamed += cells.filter((cell) => /^'[=+\-@]/.test(cell)).length
    }
    expect(tamed).toBeGreaterThan(0)
  })

  test('of dead letters has the rows of the list', async () => {
    await pipeline.run([{ exposures: [exposure('nobody', 'home')] }])
    const { rows } = (await get('/api/ops/dead-letters')).json().data
    const [row] = readCsvRows((await get('/api/ops/dead-letters?format=csv')).body)
    for (const [column, value] of Object.entries(row!)) expect(value).toBe(String(rows[0][column] ?? ''))
  })

  test('needs the same session as JSON', async () => {
    for (const [path] of Object.values(paths)) expect((await get(`${path}&format=csv`, {})).statusCode).toBe(401)
  })
})

describe('complete_to', () => {
  const overview = async () =>
    (
      await get(
        `/api/analytics/placements/overview?start_date=2020-01-01&end_date=2020-01-${String(++asked).padStart(2, '0')}`,
      )
    ).json()
  let asked = 0 // another query each time, so that no answer comes from the cache

  test('is now when everything is counted', async () => {
    await drainAttributionQueue(database.app)
    const before = Date.now()
    const { meta } = await overview()
    expect(meta.waiting).toBe(0)
    expect(Date.parse(meta.complete_to)).toBeGreaterThanOrEqual(before - 1000)
  })

  test('never passes an acknowledged event that is waiting, claimed, or stored but not rolled up', async () => {
    const queued = [envelope({ exposures: [exposure('m1', 'home')] })]
    await pipeline.queue.push(queued)
    const acknowledged = Date.now()
    await sleep(30)
    const expectHeldBack = async () => {
      const { meta } = await overview()
      expect(Date.parse(meta.complete_to)).toBeLessThanOrEqual(acknowledged)
      expect(meta.waiting).toBeGreaterThan(0)
      const status = (await get('/api/ops/status')).json().data
      expect(Date.parse(status.complete_to)).toBeLessThanOrEqual(acknowledged)
      expect(status.processing_lag_seconds).toBeGreaterThan(0)
    }
    await expectHeldBack()
    const batch = (await pipeline.queue.receive(1000))!
    await expectHeldBack()
    await processBatch(pipeline.process, pipeline.queue, batch)
    await expectHeldBack()
    await pipeline.drain()
    await drainAttributionQueue(database.app)
    expect(Date.parse((await overview()).meta.complete_to)).toBeGreaterThan(acknowledged)
  })

  test('and the figures come from one snapshot: all earlier events are counted, while events stream in', async () => {
    const base = await countedNow()
    const acknowledged: number[] = []
    let isSending = true
    const sending = (async () => {
      for (let i = 0; i < 40; i++) {
        await pipeline.queue.push([envelope({ exposures: [exposure('m2', 'home')] })])
        acknowledged.push(Date.now())
        if (i % 4 === 0) await pipeline.drain()
      }
      isSending = false
    })()
    while (isSending) {
      const { meta, count } = await countedNow()
      const promised = acknowledged.filter((at) => at < Date.parse(meta.complete_to)).length
      expect(count - base.count).toBeGreaterThanOrEqual(promised)
      await sleep(1)
    }
    await sending
    await pipeline.drain()
    expect((await countedNow()).count - base.count).toBe(40)
  })

  /** Bypasses the server, which caches answers for a second. */
  async function countedNow() {
    const period = resolvePeriod(
      { traffic: 'net', compare: 'none', format: 'json', range: '7d' },
      { timeZone: 'UTC', now: Date.now(), firstDay: null },
    )
    const { data, meta } = await readMerchantSummary(database.app, 'm2', period, { currency: 'GBP' })
    return { count: data.totals.impressions, meta }
  }
})

describe('/metrics', () => {
  test('has lag, failure rate, dead letters, and more', async () => {
    const { body, headers } = await get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` })
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
    for (const name of [
      'bx_processing_lag_seconds',
      'bx_validation_failure_rate',
      'bx_dead_letters{reason="unknown_merchant"} 1',
      'bx_oldest_waiting_event_seconds',
      'bx_inbox_waiting',
      'bx_deltas_waiting',
      'bx_events_last_hours{outcome="stored"}',
    ])
      expect(body).toContain(name)
  })

  test('is well-formed for Prometheus', async () => {
    const { body } = await get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` })
    expect(body).toMatch(/^bx_\w+/m)
    for (const line of body.trimEnd().split('\n'))
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"\n]*"(?:,\w+="[^"\n]*")*\})? -?[\d.]+(?:e[+-]?\d+)?)$/,
      )
  })

  test('contains nothing about people', async () => {
    const { body } = await get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` })
    expect(body).toContain('bx_')
    expect(body).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}/)
  })
})

test('a file of dead letters says how many there are when it has a part of them', async () => {
  await pipeline.run([{ exposures: [exposure('nobody', 'home'), exposure('nobody else', 'home')] }])
  const { total, rows } = (await get('/api/ops/dead-letters?limit=1')).json().data
  expect(total).toBeGreaterThan(1)
  expect(rows.length).toBe(1)
  const part = await get('/api/ops/dead-letters?format=csv&limit=1&for=excel')
  expect(part.headers['content-disposition']).toContain(`dead-letters_first-1-of-${total}.csv`)
  expect(part.headers['x-total-rows']).toBe(String(total))
  expect(part.body.trimEnd().split('\r\n').at(-1)).toBe(`"First 1 of ${total} rows."`)
  const all = await get('/api/ops/dead-letters?format=csv')
  expect(readCsvRows(all.body).length).toBe(total)
  expect(all.headers['content-disposition']).toContain('"dead-letters.csv"')
  expect((await get('/api/ops/dead-letters?limit=501')).statusCode).toBe(400)
})
