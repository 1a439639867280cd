import type { RangeQuery } from '@bx/contracts/endpoints/common'
import type { Answer, Endpoint } from '@bx/contracts/endpoints/endpoint'
import type { Permission } from '@bx/contracts/endpoints/permissions'
import { limitedAs, type MerchantPrincipal, type Reader, readerOf, type StaffPrincipal } from '../accounts/principal.ts'
import { DayVersions } from '../facts/dayVersions.ts'
import { MINUTE, SECOND } from '../lib/clock.ts'
import type { ConnectionLimiter } from '../lib/connectionLimiter.ts'
import { localNow } from '../lib/localDay.ts'
import { FirstDay } from '../query/firstDay.ts'
import { type Period, resolvePeriod } from '../query/period.ts'
import type { AppDeps } from './appDeps.ts'
import { type AnswerCache, WrittenAnswer } from './cache.ts'
import type { Call, Handler } from './mount.ts'

// Answers about a range of days come from the cache while they are current, else from a query that passes the
// per-person limiter. Files are computed for each request and not cached (decisions 0017, 0031).

/** Greatest age of answers that include today, or that read other days than those requested. */
const OPEN_TTL = SECOND
/** Answers about past days are cached until the version of one of the days changes, at most this long. */
const CLOSED_TTL = 5 * MINUTE
/** Greatest age of a version: how long a correction of a past day may be hidden. */
const VERSION_AGE = SECOND
/** How long the first day with data is cached: an import moves it back day by day. */
const FIRST_DAY_AGE = 5 * SECOND

export interface Question<T> {
  read(period: Period, today: string): Promise<T>
  /** The answer depends on days outside its range and its comparison. */
  readonly looksBeyond?: boolean
}

/**
 * Everything that an answer may depend on. Not the principal: an answer is cached for all principals with the same
 * reader.
 */
export interface Asked<E extends Endpoint> {
  readonly params: Call<E>['params']
  readonly query: Call<E>['query']
  readonly reader: Reader
}

/** Creates the handler of an endpoint that answers about a range. */
export type Answers = <E extends Endpoint & { readonly auth: Permission | 'merchant' }>(
  endpoint: E,
  question: (asked: Asked<E>) => Question<Answer<E>>,
) => Handler<E>

export function answersOf({ sql, now, organisation }: AppDeps, ask: ConnectionLimiter, cache: AnswerCache): Answers {
  const versions = new DayVersions(sql, VERSION_AGE)
  const first = new FirstDay(sql, FIRST_DAY_AGE)
  return (endpoint, question) => async (call) => {
    const { params, hungUp } = call
    const principal = call.principal as StaffPrincipal | MerchantPrincipal
    const reader = readerOf(principal)
    const { read, looksBeyond = false } = question({ params, query: call.query, reader })
    const query = call.query as RangeQuery
    const today = localNow(now(), organisation.timeZone).day
    const firstDay = await first.read()
    const { timeZone, visitorsFrom } = organisation
    const period = resolvePeriod(query, { timeZone, now: now(), firstDay, visitorsFrom })
    const asked = <T>(work: () => Promise<T>) => ask(limitedAs(principal), work, hungUp)
    if (query.format === 'csv') return asked(() => read(period, today))
    const isOver = period.end < today && !looksBeyond
    const version = isOver ? await versions.of(period.before ? [period, period.before] : [period]) : null
    const { range: _, format: __, for: ___, total: ____, ...rest } = query
    const { start, end } = period
    // The parsed query has all defaults in the schema's order, so equal queries are equal texts.
    const key = JSON.stringify([
      reader,
      endpoint.operationId,
      params,
      { ...rest, start, end },
      today,
      firstDay,
      version,
    ])
    const compute = async () => new WrittenAnswer(endpoint.response.parse(await read(period, today)))
    const keep = () => cache.get(key, isOver ? CLOSED_TTL : OPEN_TTL, compute)
    return cache.find(key) ?? asked(keep)
  }
}
