import type { FastifyInstance } from 'fastify'
import { SECOND } from '../lib/clock.ts'
import type { AppDeps } from './app.ts'

/**
 * Whether the queue holds more than it may. Looked at once a second, so that a request costs nothing; the bound is on
 * rows on disk, and `push` bounds what waits in memory.
 */
export function watchBacklog(server: FastifyInstance, { queue, inboxMaxEvents }: AppDeps): () => boolean {
  let full = false
  const look = async () => {
    const depth = await queue.depth().catch(() => null) // away: push will say so
    if (depth !== null) full = depth.waitingEvents > inboxMaxEvents
  }
  const timer = setInterval(look, SECOND)
  timer.unref()
  server.addHook('onClose', async () => clearInterval(timer))
  return () => full
}
