import { databaseCode } from '../lib/errors.ts'
import { sleep } from '../lib/retry.ts'
import type { Sql, Tx } from './client.ts'

// postgres.js 3.4.9 ends the process ("Cannot read properties of null (reading 'write')") when a transaction writes to
// a connection that the server has closed. The driver itself sends `rollback` there when the current statement fails,
// and so does work that continues between two statements. If it stayed alive, the connection would not answer for a
// minute. So a transaction without a connection stops here: `begin` has rejected, and nothing waits for it.

/** Longest time from a statement's failure until the driver reports the lost connection, milliseconds. */
const WORD_MS = 1000
const GONE = /^(?:CONNECTION_|ECONN|EPIPE|ETIMEDOUT|57P|25P03)/

type Work = (tx: Tx) => unknown

interface Connection {
  isGone: boolean
  readonly gone: Promise<void>
}

/** The same pool, whose transactions write nothing after their connection is gone. */
export function guardTransactions(sql: Sql): Sql {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>
  const guardedBegin = (...args: unknown[]) => {
    const work = args.pop() as Work
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    const connection = { isGone: false, gone }
    const result = begin(...args, (tx: Tx) => run(work, tx, connection))
    // While the work continues, `begin` rejects only if its connection is lost.
    result.catch(() => {
      connection.isGone = true
      resolve()
    })
    return result
  }
  return Object.assign(sql, { begin: guardedBegin as unknown as Sql['begin'] })
}

async function run(work: Work, tx: Tx, connection: Connection): Promise<unknown> {
  try {
    const result = await work(guard(tx, connection))
    return Array.isArray(result) ? await Promise.all(result) : result
  } catch (error) {
    // The error may come from another pool; then this connection works, and the driver rolls back.
    if (GONE.test(databaseCode(error) ?? '')) await Promise.race([connection.gone, sleep(WORD_MS)])
    if (connection.isGone) await new Promise(() => {})
    throw error
  }
}

function guard(tx: Tx, connection: Connection): Tx {
  const refuse = () => {
    if (connection.isGone)
      throw Object.assign(new Error('the connection of this transaction is gone'), { code: 'CONNECTION_CLOSED' })
  }
  return new Proxy(tx, {
    apply(target, self, args) {
      refuse()
      return Reflect.apply(target as never, self, args)
    },
    get(target, name) {
      refuse()
      const value = Reflect.get(target, name)
      if (name !== 'savepoint') return value
      return (...args: unknown[]) => {
        const work = args.pop() as Work
        return (value as (...all: unknown[]) => unknown)(...args, (inner: Tx) => run(work, inner, connection))
      }
    },
  })
}
