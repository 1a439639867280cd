import { databaseCode } from '../lib/errors.ts'
import { sleep } from '../lib/retry.ts'
import type { Sql, Tx } from './db.ts'

// postgres.js 3.4.9 ends the process ("Cannot read properties of null (reading 'write')") when a transaction writes to a
// connection that the server has closed: it sends `rollback` there by itself when the statement in hand fails, and so
// does work that was between two statements and goes on. Kept alive, the connection would then answer nothing for a
// minute. So a transaction whose connection is gone gets no further: `begin` has rejected, and nobody waits for it.

/** Longest time between a statement's failure and the driver's word that the connection is gone, milliseconds. */
const WORD_MS = 1000
const GONE = /^(?:CONNECTION_|ECONN|EPIPE|ETIMEDOUT|57P|25P03)/

type Work = (tx: Tx) => unknown

interface Connection {
  isGone: boolean
  readonly gone: Promise<void>
}

/** The same pool, whose transactions write nothing once their connection is gone. */
export function guardTransactions(sql: Sql): Sql {
  const begin = sql.begin.bind(sql) as (...args: unknown[]) => Promise<unknown>
  const guardedBegin = (...args: unknown[]) => {
    const work = args.pop() as Work
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    const connection = { isGone: false, gone }
    const result = begin(...args, (tx: Tx) => run(work, tx, connection))
    // While the work goes on, only the loss of its connection makes `begin` reject.
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
    // It may come from another pool; then this connection is well, and the driver rolls back.
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
