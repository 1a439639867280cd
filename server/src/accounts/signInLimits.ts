import { setTimeout as sleep } from 'node:timers/promises'
import type { Fragment, Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import type { Keyed } from '../lib/keyed.ts'

// Limits how often a password may be tried. Counts are rows of the shared database, exact across processes; if they
// cannot be read, nobody can sign in. An attempt counts before the password is checked, and is given back if it was
// right.
//
// - One account from one network: 10 attempts, then one a minute. Hard: 429 with the seconds to wait.
// - One account from anywhere: after 10 failures each attempt waits in turn, at most 8 s. Soft: the password is always
//   checked, so nobody can lock a colleague out.
// - A browser that signed in to the account before has its own 10 attempts and bypasses both.

interface Bucket {
  readonly burst: number
  /** Seconds until one attempt is forgotten. */
  readonly drain: number
}

const PER_NETWORK: Bucket = { burst: 10, drain: 60 }
const PER_BROWSER: Bucket = { burst: 10, drain: 60 }
/** People who are asked for a code know the password. */
const PER_CODE: Bucket = { burst: 10, drain: 300 }
const OWN_PASSWORD: Bucket = { burst: 10, drain: 60 }
const PER_ACCOUNT: Bucket = { burst: 30, drain: 30 }
const FREE_FAILURES = 10
const FIRST_DELAY_S = 0.25
const LONGEST_DELAY_S = 8
/** Attempts delayed at the same time; only accounts under attack are delayed. */
const MAX_SLEEPING = 500

export interface Try {
  readonly email: string
  readonly network: string
  /** Hash of the browser's token if it signed in to this account before. */
  readonly knownBrowser: Buffer | null
}

export interface SignInLimits {
  /** Counts an attempt, and waits if it is delayed. Throws too_many_requests. */
  admit(attempt: Try): Promise<void>
  admitCode(email: string): Promise<void>
  /** For a signed-in person who enters their current password. */
  admitOwnPassword(email: string): Promise<void>
  /** The attempt did not fail. */
  giveBack(sql: Sql | Tx, attempt: Try): Promise<void>
  giveBackOwnPassword(sql: Sql | Tx, email: string): Promise<void>
  giveBackCode(sql: Sql | Tx, email: string): Promise<void>
  /** Deletes rows that no longer limit anything. */
  prune(sql: Sql | Tx): Promise<void>
}

export function signInLimits(
  sql: Sql,
  keyed: Keyed,
  wait: (seconds: number) => Promise<unknown> = waitSeconds,
): SignInLimits {
  let sleeping = 0
  const subject = (...parts: string[]) => keyed.hash(JSON.stringify(parts))
  const placeOf = ({ email, network, knownBrowser }: Try) =>
    knownBrowser ? subject('browser', email, knownBrowser.toString('hex')) : subject('network', email, network)
  const accountOf = ({ email }: Try) => subject('account', email)

  async function delay(seconds: number): Promise<void> {
    if (seconds <= 0) return
    if (sleeping >= MAX_SLEEPING) throw new AppError('sign_in_busy', { retryAfter: LONGEST_DELAY_S })
    sleeping++
    try {
      await wait(seconds)
    } finally {
      sleeping--
    }
  }

  return {
    async admit(attempt) {
      await take(sql, placeOf(attempt), attempt.knownBrowser ? PER_BROWSER : PER_NETWORK)
      if (attempt.knownBrowser === null) await delay(await takeTurn(sql, accountOf(attempt)))
    },
    admitCode: (email) => take(sql, subject('code', email), PER_CODE),
    admitOwnPassword: (email) => take(sql, subject('own', email), OWN_PASSWORD),
    async giveBack(tx, attempt) {
      await putBack(tx, placeOf(attempt))
      if (attempt.knownBrowser === null) await putBack(tx, accountOf(attempt))
    },
    giveBackOwnPassword: (tx, email) => putBack(tx, subject('own', email)),
    giveBackCode: (tx, email) => putBack(tx, subject('code', email)),
    async prune(tx) {
      await tx`delete from sign_in_limits where counted_at < now() - interval '1 hour'`
    },
  }
}

/** Counts an attempt of a subject; throws too_many_requests if none are left. */
async function take(sql: Sql, subject: Buffer, bucket: Bucket): Promise<void> {
  const level = levelNow(sql, bucket)
  const counted = await sql`
    insert into sign_in_limits as l (subject, level, counted_at, next_at)
    values (${subject}, 1, clock_timestamp(), clock_timestamp())
    on conflict (subject) do update set level = ${level} + 1, counted_at = clock_timestamp()
    where ${level} + 1 <= ${bucket.burst}::real
    returning 1`
  if (counted.length > 0) return
  const [row] = await sql<{ wait: number; isNews: boolean }[]>`
    with news as (
      update sign_in_limits set refused_at = now()
      where subject = ${subject} and (refused_at is null or refused_at < now() - interval '1 minute') returning 1
    )
    select ceil((${level} + 1 - ${bucket.burst}::real) * ${bucket.drain}::real)::int as wait, exists (select from news) as "isNews"
    from sign_in_limits l where subject = ${subject}`
  throw new LimitReached(Math.max(1, row?.wait ?? 1), row?.isNews ?? false)
}

class LimitReached extends AppError {
  /** The first refusal of a subject in a minute: a flood of attempts must not flood the audit log. */
  readonly isNews: boolean

  constructor(retryAfter: number, isNews: boolean) {
    super('too_many_requests', { retryAfter })
    this.isNews = isNews
  }
}

/** Whether to record a refusal: wrong passwords and codes always, limits once a minute and subject. */
export function isNews(error: AppError): boolean {
  return !(error instanceof LimitReached) || error.isNews
}

/** Counts a failure of the account and returns the seconds to wait. */
async function takeTurn(sql: Sql, subject: Buffer): Promise<number> {
  const level = levelNow(sql, PER_ACCOUNT)
  const step = sql`case when ${level} < ${FREE_FAILURES}::real then 0
    else least(${LONGEST_DELAY_S}::real, ${FIRST_DELAY_S}::real * power(2, least(10, ${level} - ${FREE_FAILURES}::real))) end`
  const [row] = await sql<{ wait: number }[]>`
    insert into sign_in_limits as l (subject, level, counted_at, next_at)
    values (${subject}, 1, clock_timestamp(), clock_timestamp())
    on conflict (subject) do update set level = least(${PER_ACCOUNT.burst}::real, ${level} + 1), counted_at = clock_timestamp(),
      next_at = least(clock_timestamp() + ${LONGEST_DELAY_S}::real * interval '1 second',
        greatest(l.next_at, clock_timestamp()) + ${step} * interval '1 second')
    returning extract(epoch from next_at - clock_timestamp())::float8 as wait`
  return row!.wait
}

async function putBack(sql: Sql | Tx, subject: Buffer): Promise<void> {
  await sql`update sign_in_limits set level = greatest(0, level - 1) where subject = ${subject}`
}

function levelNow(sql: Sql, { drain }: Bucket): Fragment {
  return sql`greatest(0, l.level - greatest(0, extract(epoch from clock_timestamp() - l.counted_at))::real / ${drain}::real)`
}

async function waitSeconds(seconds: number): Promise<void> {
  await sleep(seconds * 1000)
}
