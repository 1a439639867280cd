import type { StaffMember } from '@bx/contracts/endpoints/staff'
import type { Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { randomToken, sha256 } from '../lib/ids.ts'
import type { Keyed } from '../lib/keyed.ts'
import { hashPassword, verifyPassword } from '../lib/password.ts'
import { audit } from './audit.ts'
import { hasSecondFactor, useCode } from './secondFactor.ts'
import { openSession } from './sessions.ts'
import { isNews, type SignInLimits, type Try } from './signInLimits.ts'

// Signing in: limits first, then the password, then the second factor, then session and audit entry in one transaction.

export interface SignInContext {
  readonly sql: Sql
  readonly keyed: Keyed
  readonly limits: SignInLimits
}

export interface Attempt {
  readonly email: string
  readonly password: string
  readonly code: string | undefined
  /** Token of the browser's device cookie. */
  readonly device: string | null
  readonly network: string
  readonly agent: string
}

export interface SignedIn {
  readonly member: StaffMember
  readonly token: string
  /** Token of the device cookie, with which this browser bypasses the limits next time. */
  readonly device: string
}

// Compared with if the address is unknown, so that both failures take the same time.
let decoy: Promise<string> | undefined

/** Throws wrong_login, second_factor_needed, wrong_code, too_many_requests, sign_in_busy. */
export async function signIn(context: SignInContext, attempt: Attempt): Promise<SignedIn> {
  const email = attempt.email.trim().toLowerCase()
  try {
    const knownBrowser = await findBrowser(context.sql, email, attempt.device)
    const counted = { email, network: attempt.network, knownBrowser }
    await context.limits.admit(counted)
    const member = await provePassword(context.sql, attempt.password, counted).catch(async (error: unknown) => {
      // No password was checked, so this attempt is not counted.
      if (error instanceof AppError && error.code === 'sign_in_busy')
        await context.limits.giveBack(context.sql, counted)
      throw error
    })
    return await proveCode(context, { ...attempt, email }, counted, member)
  } catch (error) {
    if (error instanceof AppError) await recordRefusal(context, email, attempt.network, error)
    throw error
  }
}

async function findBrowser(sql: Sql, email: string, device: string | null): Promise<Buffer | null> {
  if (device === null) return null
  const hash = sha256(device)
  const known = await sql`select 1 from staff_devices where device_hash = ${hash} and email = ${email}`
  return known.length > 0 ? hash : null
}

async function provePassword(sql: Sql, password: string, { email, network, knownBrowser }: Try): Promise<StaffMember> {
  const [user] = await sql<(StaffMember & { hash: string; isOver: boolean })[]>`
    select email, name, role, password_hash as hash, coalesce(one_time_until < now(), false) as "isOver" from staff_users
    where email = ${email} and disabled_at is null`
  decoy ??= hashPassword(randomToken())
  const caller = { network, isKnown: knownBrowser !== null }
  const matches = await verifyPassword(password, user?.hash ?? (await decoy), caller)
  if (user === undefined || !matches || user.isOver) throw new AppError('wrong_login')
  return { email: user.email, name: user.name, role: user.role }
}

async function proveCode(
  context: SignInContext,
  attempt: Attempt,
  counted: Try,
  member: StaffMember,
): Promise<SignedIn> {
  const { sql, keyed, limits } = context
  const needsCode = await hasSecondFactor(sql, member.email)
  if (needsCode && attempt.code === undefined) {
    await limits.giveBack(sql, counted)
    throw new AppError('second_factor_needed')
  }
  if (needsCode) await limits.admitCode(member.email)
  return sql.begin(async (tx) => {
    const used = needsCode ? await useCode(tx, keyed, member.email, attempt.code!) : 'none'
    if (used === null) throw new AppError('wrong_code')
    await limits.giveBack(tx, counted)
    if (needsCode) await limits.giveBackCode(tx, member.email)
    await limits.prune(tx)
    const token = await openSession(tx, { email: member.email, agent: attempt.agent, network: attempt.network })
    const device = await rememberBrowser(tx, member.email, counted.knownBrowser === null ? null : attempt.device)
    await audit(tx, {
      actor: member.email,
      action: 'staffLogin',
      target: member.email,
      details: { second_factor: used },
    })
    return { member, token, device }
  })
}

/** Stores a browser that has signed in, and returns the token of its device cookie. */
export async function rememberBrowser(tx: Tx, email: string, known: string | null): Promise<string> {
  const device = known ?? randomToken()
  await tx`insert into staff_devices (device_hash, email) values (${sha256(device)}, ${email})
    on conflict (device_hash, email) do update set last_used_at = now()`
  await tx`delete from staff_devices where last_used_at < now() - interval '1 year'`
  return device
}

/** The typed text may be a password in the wrong field: account and network are recorded only as keyed hashes. */
async function recordRefusal(
  { sql, keyed }: SignInContext,
  email: string,
  network: string,
  error: AppError,
): Promise<void> {
  const isRefusal = error.code === 'wrong_login' || error.code === 'wrong_code' || error.code === 'too_many_requests'
  if (!isRefusal || !isNews(error)) return
  const short = (text: string) => keyed.hash(text).toString('hex', 0, 12)
  const details = { refused: error.code, account: short(`account ${email}`), network: short(`network ${network}`) }
  await audit(sql, { actor: 'unknown', action: 'staffLogin', target: 'refused', details })
}
