import type { FastifyInstance } from 'fastify'
import { SECOND } from '../../lib/clock.ts'
import type { IngestDeps } from './ingestDeps.ts'

/**
 * Whether the queue holds more than it may. Checked once a second, so that requests cost nothing. The limit is on rows
 * on disk; `push` limits what waits in memory.
 */
export function watchBacklog(server: FastifyInstance, { queue, inboxMaxEvents }: IngestDeps): () => boolean {
  let full = false
  const look = async () => {
    const depth = await queue.depth().catch(() => null) // the queue is down: push reports it
    if (depth !== null) full = depth.waitingEvents > inboxMaxEvents
  }
  const timer = setInterval(look, SECOND)
  timer.unref()
  server.addHook('onClose', async () => clearInterval(timer))
  return () => full
}
