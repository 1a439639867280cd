// Dashboard answers from the same code without HTTP, uncached, 4 at a time after a restart, compared with naive SQL on the same
// database.
import { simulate } from '@bx/contracts/endpoints/simulate'
import { MODELS } from '@bx/contracts/metrics/creditModels'
import { simulateDeal } from '../server/src/commercial/simulateDeal.ts'
import type { Sql } from '../server/src/db/client.ts'
import { openPool } from '../server/src/db/openPool.ts'
import { addDays, utcDate } from '../server/src/lib/clock.ts'
import { readConversionPaths } from '../server/src/query/conversionPaths.ts'
import { readMerchantBenchmark } from '../server/src/query/merchantBenchmark.ts'
import { readMerchantList } from '../server/src/query/merchantList.ts'
import { readMerchantSummary } from '../server/src/query/merchantSummary.ts'
import { type Period, resolvePeriod } from '../server/src/query/period.ts'
import { readPlacementDeepDive } from '../server/src/query/placementDeepDive.ts'
import { readPlacementOverview } from '../server/src/query/placementOverview.ts'
import { readPlacementScorecard } from '../server/src/query/placementScorecard.ts'
import { percentile, type Row } from './support/table.ts'

const QUESTIONS = 200
const AT_A_TIME = 4
const VIEWS = ['overview', 'merchants', 'summary', 'deep-dive', 'scorecard', 'benchmark', 'paths', 'simulator'] as const
type View = (typeof VIEWS)[number]

/** Milliseconds of each call, by `view range`. */
export type AnswerTimes = ReadonlyMap<string, readonly number[]>

/** @param appUrl a freshly started database with the bench world */
export async function benchQueries(appUrl: string): Promise<AnswerTimes> {
  const sql = openPool({ url: appUrl, max: 12, name: 'bench queries', statementTimeoutMs: 0 })
  const merchants = (await sql<{ id: string }[]>`select merchant_id as id from merchant_dim`).map((row) => row.id)
  const placements = (await sql<{ id: string }[]>`select placement_id as id from placement_dim`).map((row) => row.id)
  const now = await loadedAt(sql)
  const keptFrom = addDays(utcDate(now), -30)
  const context = { today: utcDate(now), currency: 'GBP' }
  const ask: Readonly<Record<View, (period: Period) => Promise<unknown>>> = {
    overview: (period) => readPlacementOverview(sql, period, keptFrom),
    merchants: (period) => readMerchantList(sql, anyPage(), period, { keptFrom, ...context }),
    summary: (period) => readMerchantSummary(sql, oneOf(merchants), period, context),
    'deep-dive': (period) => readPlacementDeepDive(sql, oneOf(placements), period),
    scorecard: (period) => readPlacementScorecard(sql, period, { ...context, model: oneOf(MODELS) }),
    benchmark: (period) => readMerchantBenchmark(sql, oneOf(merchants), period, { ...context, model: oneOf(MODELS) }),
    paths: (period) =>
      readConversionPaths(sql, Math.random() < 0.5 ? {} : { merchantId: oneOf(merchants) }, period, context),
    simulator: () =>
      simulateDeal(sql, anyDeal(merchants, now), { now, organisation: { timeZone: 'UTC', currency: 'GBP' } }),
  }
  const times = new Map<string, number[]>()
  for (const range of ['7d', '30d', 'custom'] as const) {
    for (const view of VIEWS) times.set(`${view} ${range}`, await time(() => ask[view](periodOf(range, now))))
  }
  await sql.end({ timeout: 5 })
  return times
}

/** One of the first pages, as the screen requests it. */
function anyPage() {
  return { q: undefined, seen: 'all', sort: '-impressions', page: oneOf([1, 2, 3]), size: 25 } as const
}

/** A stored world is queried at the time of its last exposure, as if it had just been loaded. */
export async function loadedAt(sql: Sql): Promise<number> {
  const [row] = await sql<{ at: Date }[]>`
    select max("timestamp") as at from exposure_events where event_date = (select max(day) from placement_daily)`
  return row!.at.getTime()
}

/** Answer times as lines, compared with those of a smaller world if given. */
export function answerRows(times: AnswerTimes, smaller: AnswerTimes): Row[] {
  return [...times].map(([question, ms]) => {
    const p95 = percentile(ms, 95)
    const ratio = p95 / percentile(smaller.get(question) ?? [], 95)
    return {
      what: `${question}: p50 / p95, ratio of p95 to a tenth of the exposures`,
      value: `${percentile(ms, 50).toFixed(1)} / ${p95.toFixed(1)} ms  x${ratio.toFixed(2)}`,
      figure: `p95 < ${question.endsWith('custom') ? 150 : 50} ms, <= x1.3`,
    }
  })
}

/** Naive queries on the raw rows, 7 days, once each: seconds by `view 7d`. */
export async function benchSeed(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const [placement] = await sql<{ id: string }[]>`
    select placement_id as id from placement_daily group by 1 order by sum(impressions) desc limit 1`
  const [merchant] = await sql<{ id: string }[]>`
    select merchant_id as id from exposure_daily group by 1 order by sum(impressions) desc limit 1`
  const since = new Date((await loadedAt(sql)) - 7 * 86_400_000)
  const seconds = new Map<string, number>()
  const timed = async (view: View, run: () => Promise<unknown>) => {
    const began = performance.now()
    await run()
    seconds.set(`${view} 7d`, (performance.now() - began) / 1000)
  }
  await timed('overview', async () => {
    await sql`select placement_id, count(*) as total_impressions, count(distinct user_id) as unique_users,
        count(distinct merchant_id) as unique_merchants
      from exposure_events where "timestamp" >= ${since} group by placement_id`
    await sql`select placement_id, avg(merchants_shown), max(merchants_shown) from (
        select placement_id, session_id, count(distinct merchant_id) as merchants_shown
        from exposure_events where "timestamp" >= ${since} group by placement_id, session_id
      ) subquery group by placement_id`
  })
  await timed(
    'summary',
    () => sql`
    select p.placement_name, count(*) as impressions, count(distinct e.user_id) as unique_users, avg(e.rank_position) as avg_rank
    from exposure_events e join placement_dim p on e.placement_id = p.placement_id
    where e.merchant_id = ${merchant!.id} and e."timestamp" >= ${since}
    group by p.placement_id, p.placement_name order by impressions desc`,
  )
  await timed('deep-dive', async () => {
    await sql`select m.merchant_name, count(*) as impressions, round(100.0 * count(*) / sum(count(*)) over (), 2) as share
      from exposure_events e join merchant_dim m on e.merchant_id = m.merchant_id
      where e.placement_id = ${placement!.id} and e."timestamp" >= ${since}
      group by m.merchant_id, m.merchant_name order by impressions desc limit 10`
    await sql`select extract(hour from "timestamp") as hour_of_day, count(*) from exposure_events
      where placement_id = ${placement!.id} and "timestamp" >= ${since} group by 1 order by 1`
  })
  await timed('scorecard', async () => {
    await sql`
      select p.placement_name, count(distinct e.event_id) as impressions, count(distinct c.click_id) as clicks
      from exposure_events e join placement_dim p on e.placement_id = p.placement_id
      left join click_events c on e.session_id = c.session_id and e.merchant_id = c.merchant_id
        and c."timestamp" between e."timestamp" and e."timestamp" + interval '1 hour'
      where e."timestamp" >= ${since} group by p.placement_id, p.placement_name`
    await sql`
      select p.placement_name, count(distinct cv.conversion_no) as conversions, sum(cv.commission_amount) as total_revenue
      from exposure_events e join placement_dim p on e.placement_id = p.placement_id
      left join conversion_events cv on e.user_id = cv.user_id and e.merchant_id = cv.merchant_id
        and cv."timestamp" between e."timestamp" and e."timestamp" + interval '7 days'
      where e."timestamp" >= ${since} group by p.placement_id, p.placement_name`
  })
  return seconds
}

/** Milliseconds of each of 200 questions, 4 at a time. */
export async function time(ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  let left = QUESTIONS
  const askOn = async () => {
    while (left-- > 0) {
      const began = performance.now()
      await ask()
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, askOn))
  return times
}

export function periodOf(range: '7d' | '30d' | 'custom', now: number): Period {
  const query = { traffic: 'net', compare: 'prev', format: 'json' } as const
  const at = { timeZone: 'UTC', now, firstDay: '2000-01-01' }
  if (range !== 'custom') return resolvePeriod({ ...query, range }, at)
  const end = addDays(utcDate(now), -Math.floor(Math.random() * 10))
  const start = addDays(end, -Math.floor(Math.random() * 19))
  return resolvePeriod({ ...query, start_date: start, end_date: end }, at)
}

function anyDeal(merchants: readonly string[], now: number): Parameters<typeof simulateDeal>[1] {
  const today = utcDate(now)
  const start_date = addDays(today, 1 + Math.floor(Math.random() * 7))
  return simulate.body.parse({
    ...{
      budget: 5000,
      currency: 'GBP',
      requested_impressions: 100_000 * (1 + Math.floor(Math.random() * 20)),
    },
    ...{ start_date, end_date: addDays(start_date, 6 + Math.floor(Math.random() * 24)), merchant_id: oneOf(merchants) },
  })
}

function oneOf<T>(values: readonly T[]): T {
  return values[Math.floor(Math.random() * values.length)]!
}
