import type { Principal } from '../accounts/principal.ts'
import type { Sql, Tx } from '../db/client.ts'
import { AppError } from '../lib/errors.ts'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Runs a merchant's query in a read-only snapshot that sees only its rows: as `bx_merchant`, which can read only what
 * policies with `current_merchant_id()` allow. Both settings end with the transaction. Throws forbidden for any other
 * principal; fails with 42501 on a connection that may not become `bx_merchant`.
 * @param sql a pool of the login `bx_merchant`
 */
export async function withPrincipal<T>(sql: Sql, principal: Principal, read: (tx: Tx) => Promise<T>): Promise<T> {
  if (principal.kind !== 'merchant' || !UUID.test(principal.merchantId)) throw new AppError('forbidden')
  const { merchantId } = principal
  return (await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`set local role bx_merchant`
    await tx`select set_config('app.merchant_id', ${merchantId}, true)`
    return read(tx)
  })) as T
}
