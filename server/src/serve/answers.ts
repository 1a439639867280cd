import type { RangeQuery } from '@bx/contracts/endpoints/common'
import type { Answer, Endpoint } from '@bx/contracts/endpoints/endpoint'
import { MINUTE, SECOND } from '../lib/clock.ts'
import type { Gate } from '../lib/gate.ts'
import { FirstDay } from '../query/firstDay.ts'
import { localNow, type Period, resolvePeriod } from '../query/period.ts'
import { DayVersions } from '../store/dayVersions.ts'
import type { AppDeps } from './app.ts'
import { type AnswerCache, WrittenAnswer } from './cache.ts'
import type { Call, Handler } from './mount.ts'

// An answer about a range of days: the one that is kept when it is still true, else a question to the database that
// passes the limiter of persons. Files are computed for whoever asks, and not kept (decision 0017).

/** Answers that include today, or that look at other days than those asked for, are at most this old. */
const OPEN_TTL = SECOND
/** Answers about days that are over, until the version of one of the days changes. */
const CLOSED_TTL = 5 * MINUTE
/** How old a version may be: a correction of a day that is over is hidden this long at most. */
const VERSION_AGE = SECOND
/** How long the first day with data is remembered: an import moves it back day by day. */
const FIRST_DAY_AGE = 5 * SECOND

export interface Question<T> {
  read(period: Period, today: string): Promise<T>
  /** The answer says something about days outside its range and the one it is compared with. */
  readonly looksBeyond?: boolean
}

/** Makes the handler of an endpoint that answers about a range. */
export type Answers = <E extends Endpoint & { readonly auth: 'viewer' | 'analyst' | 'admin' }>(
  endpoint: E,
  question: (call: Call<E>) => Question<Answer<E>>,
) => Handler<E>

export function answersOf({ sql, now, organisation }: AppDeps, ask: Gate, cache: AnswerCache): Answers {
  const versions = new DayVersions(sql, VERSION_AGE)
  const first = new FirstDay(sql, FIRST_DAY_AGE)
  return (endpoint, question) => async (call) => {
    const { read, looksBeyond = false } = question(call)
    const { staff, hungUp } = call
    const query = call.query as RangeQuery
    const today = localNow(now(), organisation.timeZone).day
    const firstDay = await first.read()
    const period = resolvePeriod(query, { timeZone: organisation.timeZone, now: now(), firstDay })
    const asked = <T>(work: () => Promise<T>) => ask(staff!.email, work, hungUp)
    if (query.format === 'csv') return asked(() => read(period, today))
    const isOver = period.end < today && !looksBeyond
    const version = isOver ? await versions.of(period.before ? [period, period.before] : [period]) : null
    const { range: _, format: __, ...rest } = query
    const { start, end } = period
    // The parsed question has every default and the order of the schema, so equal questions are equal texts. The role is
    // always in it: no answer can reach a role that it was not made for.
    const key = JSON.stringify([
      staff!.role,
      endpoint.operationId,
      call.params,
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
