// The port stays the same across restarts if possible: open psql sessions, bookmarks and pools keep working.
import { randomInt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Below 32768, where Linux hands out ports for outgoing connections: a pool that retries such a port while nothing
 *  listens there can connect to itself and take the port away. */
const FIRST = 20_000
const LAST = 32_000

/** postgres stores its last command line, and keeps it after a crash. */
export async function lastPort(dataDir: string): Promise<number | null> {
  const options = await readFile(join(dataDir, 'postmaster.opts'), 'utf8').catch(() => '')
  const port = /"-p" "(\d+)"/.exec(options)?.[1]
  return port === undefined ? null : Number(port)
}

export async function freePort(preferred: number | null): Promise<number> {
  if (preferred !== null && (await isFree(preferred))) return preferred
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(FIRST, LAST)
    if (await isFree(port)) return port
  }
  throw new Error(`No free port for PostgreSQL: 100 random ones between ${FIRST} and ${LAST} on 127.0.0.1 are taken`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
