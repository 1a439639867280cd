import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../lib/errors.ts'
import { sha256 } from '../lib/ids.ts'

/** The secret of an Authorization header; null if it has none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1] ?? null
}

/** Throws metrics_token_needed unless the header has the token. */
export function proveMetricsToken(authorization: string | undefined, token: string): void {
  const given = bearerOf(authorization)
  if (given === null || !timingSafeEqual(sha256(given), sha256(token))) throw new AppError('metrics_token_needed')
}
