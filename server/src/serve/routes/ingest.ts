import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import {
  clickBatchEndpoint,
  conversionBatchEndpoint,
  exposureBatchEndpoint,
  exposureConfig,
} from '@bx/contracts/endpoints/ingest'
import { clickBatch, conversionBatch, exposureBatch } from '@bx/contracts/events/batch'
import { LIMITS } from '@bx/contracts/events/values'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { ingestBatch, type RawEvents } from '../../ingest/ingestBatch.ts'
import { invalidTraffic } from '../../ingest/invalidTraffic.ts'
import type { WriteKey } from '../../ingest/keys.ts'
import { readBody } from '../../ingest/readBody.ts'
import { AppError } from '../../lib/errors.ts'
import type { AppDeps } from '../app.ts'
import { watchBacklog } from '../backlog.ts'
import type { Mounts } from '../mount.ts'

// The three batch endpoints: read, prove, sift, make durable, answer 202. They take any Content-Type, because page-hide
// beacons are text/plain; what counts is that the body is JSON.

export function mountIngest(server: FastifyInstance, mounts: Mounts, deps: AppDeps): void {
  const isFull = watchBacklog(server, deps)
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // What is no media type at all would be refused before the parser is asked.
    scope.addHook('onRequest', async (request) => {
      request.raw.headers['content-type'] = 'application/json'
    })
    scope.addHook('onRequest', async (request, reply) => letPageRead(request, reply))
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    const route = <B extends z.ZodType>(endpoint: Endpoint, schema: B, events: (body: z.output<B>) => RawEvents) => {
      mounts.mounted.add(endpoint.operationId)
      scope.options(endpoint.path, (request, reply) => preflight(request, reply))
      scope.post(endpoint.path, async (request, reply) => {
        const began = performance.now()
        if (isFull()) throw new AppError('backlog_full', { retryAfter: 5 })
        const body = await readBody(asBuffer(request.body), request.headers['content-encoding'])
        const parsed = schema.safeParse(body)
        if (!parsed.success) throw notABatch(parsed.error)
        const batch = parsed.data as z.output<B> & { write_key?: string; dropped?: { stale: number; overflow: number } }
        const key = await prove(request, reply, batch.write_key, deps)
        if (endpoint === conversionBatchEndpoint && key.kind === 'browser') throw new AppError('server_key_needed')
        const { envelope, accepted, rejected } = ingestBatch(
          {
            key,
            receivedAt: deps.now(),
            ivt: key.kind === 'browser' ? invalidTraffic(judgedHeaders(request)) : null,
            pepper: deps.pepper,
            currency: deps.organisation.currency,
            maxAmount: deps.organisation.maxAmount,
            sampleRates: await deps.sampleRates.forBatch(key.kind === 'browser' ? ratesIn(events(parsed.data)) : []),
            lost: batch.dropped,
          },
          events(parsed.data),
        )
        if (accepted + rejected.length > 0 || envelope.lost) await deps.queue.push([envelope])
        deps.failpoint('mid-request')
        deps.metrics.count('bx_ingest_events_total', { result: 'accepted' }, accepted)
        deps.metrics.count('bx_ingest_events_total', { result: 'rejected' }, rejected.length)
        deps.metrics.observe('bx_ingest_ack_seconds', (performance.now() - began) / 1000)
        return reply.status(202).send({ accepted, rejected })
      })
    }
    route(exposureBatchEndpoint, exposureBatch, (body) => ({ exposures: body.events, renders: body.renders }))
    route(clickBatchEndpoint, clickBatch, (body) => ({ clicks: body.events }))
    route(conversionBatchEndpoint, conversionBatch, (body) => ({ conversions: body.events }))
  })
  mounts.mount(exposureConfig, async ({ reply }) => {
    reply.header('access-control-allow-origin', '*')
    return {
      data: {
        server_time: new Date(deps.now()).toISOString(),
        sample_rate: deps.organisation.sampleRate,
        buffer_events: LIMITS.bufferEvents,
        buffer_ms: LIMITS.bufferMs,
        max_events: LIMITS.eventsPerRequest,
        max_bytes: LIMITS.bodyBytes,
        without_consent: deps.organisation.withoutConsent,
      },
    }
  })
}

function ratesIn({ exposures = [] }: RawEvents): number[] {
  const rates = new Set<number>()
  for (const event of exposures) {
    if (typeof event !== 'object' || event === null || !('sample_rate' in event)) continue
    if (typeof event.sample_rate === 'number') rates.add(event.sample_rate)
  }
  return [...rates]
}

/** The write key behind a request. Throws missing_key, invalid_key or origin_not_allowed. */
async function prove(
  request: FastifyRequest,
  reply: FastifyReply,
  inBody: string | undefined,
  { keys }: AppDeps,
): Promise<WriteKey> {
  const secret = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? inBody
  if (secret === undefined) throw new AppError('missing_key')
  const key = await keys.find(secret)
  if (key === null) throw new AppError('invalid_key')
  const { origin } = request.headers
  if (origin !== undefined && key.origins.length > 0 && !key.origins.includes(origin)) {
    reply.removeHeader('access-control-allow-origin')
    throw new AppError('origin_not_allowed', { details: { origin } })
  }
  return key
}

/** A page may read why its batch was refused before the key is known; then the key's origins decide. */
function letPageRead(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', 'retry-after')
    .header('vary', 'origin')
}

// A preflight carries no key, so it cannot be judged by the key's origins; the request after it is.
function preflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', request.headers.origin ?? '*')
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'authorization, content-type, content-encoding')
    .header('access-control-max-age', '7200')
    .header('vary', 'origin')
    .status(204)
    .send()
}

function judgedHeaders(request: FastifyRequest) {
  const purpose = request.headers['sec-purpose'] ?? request.headers.purpose
  return { userAgent: request.headers['user-agent'], purpose: Array.isArray(purpose) ? purpose.join() : purpose }
}

function asBuffer(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

function notABatch(error: z.ZodError): AppError {
  const details = error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message }))
  return new AppError('invalid_request', { details })
}
