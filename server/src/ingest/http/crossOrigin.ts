import type { FastifyReply, FastifyRequest } from 'fastify'

// Any page may send events; the key's own list of origins decides.

/** Pages of unlisted origins may also read why their batch was refused: the SDK then stops and reports it. */
export function letPageRead(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', 'retry-after')
    .header('vary', 'origin')
}

// A preflight carries no key, so the key's origins are checked in the request after it.
export function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', request.headers.origin ?? '*')
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'authorization, content-type, content-encoding')
    .header('access-control-max-age', '7200')
    .header('vary', 'origin')
    .status(204)
    .send()
}
