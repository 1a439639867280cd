import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'
import { sha256 } from '../lib/ids.ts'
import type { Keyed } from '../lib/keyed.ts'
import { audit } from './audit.ts'

// Authenticator apps (TOTP, RFC 6238). A code works once: its time step is stored, and that step and earlier ones are
// refused.

const PERIOD_S = 30
/** Steps that a clock may be off, in either direction. */
const WINDOW = 1
const RECOVERY_CODES = 10
const RECOVERY_BYTES = 10

/** A new secret, not required until its first code proves it. Throws second_factor_set if there is a proved one. */
export async function startEnrolment(sql: Sql, keyed: Keyed, email: string): Promise<{ secret: string; uri: string }> {
  const totp = totpOf(new Secret({ size: 20 }).base32, email)
  const kept = await sql`
    insert into staff_second_factors as f (email, secret) values (${email}, ${keyed.seal(totp.secret.base32)})
    on conflict (email) do update set secret = excluded.secret, last_step = null where f.confirmed_at is null returning 1`
  if (kept.length === 0) throw new AppError('second_factor_set')
  return { secret: totp.secret.base32, uri: totp.toString() }
}

/** Proves the secret with a first code and returns the recovery codes. Throws no_second_factor, wrong_code. */
export async function confirmEnrolment(
  sql: Sql,
  keyed: Keyed,
  member: { readonly email: string; readonly sessionId: string },
  code: string,
): Promise<string[]> {
  const { email } = member
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode)
  await sql.begin(async (tx) => {
    const [pending] = await tx<{ secret: Uint8Array }[]>`
      select secret from staff_second_factors where email = ${email} and confirmed_at is null for update`
    if (pending === undefined) throw new AppError('no_second_factor')
    const step = stepOf(keyed.open(pending.secret), email, code)
    if (step === null)
      throw new AppError('wrong_code', { details: [{ field: 'code', message: 'This code does not match.' }] })
    await tx`update staff_second_factors set confirmed_at = now(), last_step = ${step} where email = ${email}`
    await tx`delete from staff_recovery_codes where email = ${email}`
    for (const each of codes)
      await tx`insert into staff_recovery_codes (email, code_hash) values (${email}, ${sha256(plain(each))})`
    // Sessions opened with the password alone must sign in again.
    await tx`delete from staff_sessions where email = ${email} and session_id <> ${member.sessionId}`
    await audit(tx, { actor: email, action: 'confirmSecondFactor', target: email })
  })
  return codes
}

/** Uses a code of the app or a recovery code, each once. Returns which, or null if it is wrong or already used. */
export async function useCode(tx: Tx, keyed: Keyed, email: string, code: string): Promise<'app' | 'recovery' | null> {
  if (!/^\s*\d{3}\s?\d{3}\s*$/.test(code)) {
    const used = await tx`
      update staff_recovery_codes set used_at = now()
      where email = ${email} and code_hash = ${sha256(plain(code))} and used_at is null returning 1`
    return used.length > 0 ? 'recovery' : null
  }
  const [factor] = await tx<{ secret: Uint8Array }[]>`
    select secret from staff_second_factors where email = ${email} and confirmed_at is not null`
  const step = factor === undefined ? null : stepOf(keyed.open(factor.secret), email, code)
  if (step === null) return null
  const used = await tx`
    update staff_second_factors set last_step = ${step}
    where email = ${email} and (last_step is null or last_step < ${step}) returning 1`
  return used.length > 0 ? 'app' : null
}

export async function hasSecondFactor(sql: Sql, email: string): Promise<boolean> {
  const rows = await sql`select 1 from staff_second_factors where email = ${email} and confirmed_at is not null`
  return rows.length > 0
}

/** Returns whether there was one. */
export async function dropSecondFactor(tx: Tx, email: string): Promise<boolean> {
  await tx`delete from staff_recovery_codes where email = ${email}`
  const dropped = await tx`delete from staff_second_factors where email = ${email} returning confirmed_at`
  return dropped.length > 0
}

/** Removes one's own second factor with one of its codes. Throws wrong_code. */
export async function removeOwnSecondFactor(sql: Sql, keyed: Keyed, email: string, code: string): Promise<void> {
  await sql.begin(async (tx) => {
    if ((await useCode(tx, keyed, email, code)) === null)
      throw new AppError('wrong_code', {
        details: [{ field: 'code', message: 'This code does not match, or it was used.' }],
      })
    await dropSecondFactor(tx, email)
    await audit(tx, { actor: email, action: 'removeSecondFactor', target: email })
  })
}

/** The time step of a code, or null. */
function stepOf(secret: string, email: string, code: string): number | null {
  const totp = totpOf(secret, email)
  const delta = totp.validate({ token: code.replace(/\s/g, ''), window: WINDOW })
  return delta === null ? null : totp.counter() + delta
}

function totpOf(secret: string, email: string): TOTP {
  return new TOTP({
    issuer: 'Brand Exposure',
    label: email,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
    digits: 6,
  })
}

/** `ABCD-EFGH-IJKL-MNOP`, 80 bits. */
function recoveryCode(): string {
  const bytes = randomBytes(RECOVERY_BYTES)
  return new Secret({ buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + RECOVERY_BYTES) }).base32.replace(
    /(.{4})(?=.)/g,
    '$1-',
  )
}

function plain(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase()
}
