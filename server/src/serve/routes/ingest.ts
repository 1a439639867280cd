import type { Readable } from 'node:stream'
import type { Endpoint } from '@bx/contracts/endpoints/endpoint'
import {
  clickBatchEndpoint,
  conversionBatchEndpoint,
  exposureBatchEndpoint,
  exposureConfig,
} from '@bx/contracts/endpoints/ingest'
import { type BatchReceipt, clickBatch, conversionBatch, exposureBatch } from '@bx/contracts/events/batch'
import { LIMITS } from '@bx/contracts/events/values'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Door, openDoor, type Visit } from '../../ingest/door.ts'
import { countOf, ingestBatch, type RawEvents } from '../../ingest/ingestBatch.ts'
import { invalidTraffic } from '../../ingest/invalidTraffic.ts'
import { parseBody, readBytes } from '../../ingest/readBody.ts'
import { AppError } from '../../lib/errors.ts'
import type { AppDeps } from '../app.ts'
import { watchBacklog } from '../backlog.ts'
import type { Mounts } from '../mount.ts'

// The three batch endpoints: look at the headers, read, prove the key, validate, make durable, answer 202. They take any
// Content-Type, because page-hide beacons are text/plain; what counts is that the body is JSON.

export function mountIngest(server: FastifyInstance, mounts: Mounts, deps: AppDeps): void {
  const isFull = watchBacklog(server, deps)
  const door = openDoor(deps)
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // What is no media type at all would be refused before the parser is asked.
    scope.addHook('onRequest', async (request) => {
      request.raw.headers['content-type'] = 'application/json'
    })
    scope.addHook('onRequest', async (request, reply) => letPageRead(request, reply))
    // The handler reads the body itself, after it has looked at the headers.
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    const route = <B extends z.ZodType>(endpoint: Endpoint, schema: B, events: (body: z.output<B>) => RawEvents) => {
      mounts.mounted.add(endpoint.operationId)
      scope.options(endpoint.path, (request, reply) => preflight(request, reply))
      scope.post(endpoint.path, async (request, reply) => {
        if (isFull()) throw new AppError('backlog_full', { retryAfter: 5 })
        const visit = door.begin(request.ip, request.headers)
        try {
          return reply
            .status(202)
            .send(await takeBatch(request, visit, { endpoint, schema, events }, { ...deps, door }))
        } catch (error) {
          answerRefusal(request, reply, visit, error)
          await door.noteRefusal(visit, error)
          throw error
        }
      })
    }
    route(exposureBatchEndpoint, exposureBatch, (body) => ({ exposures: body.events, renders: body.renders }))
    route(clickBatchEndpoint, clickBatch, (body) => ({ clicks: body.events }))
    route(conversionBatchEndpoint, conversionBatch, (body) => ({ conversions: body.events }))
  })
  mountConfig(mounts, deps)
}

/** What the SDK asks once a page. */
function mountConfig(mounts: Mounts, deps: AppDeps): void {
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

interface BatchRoute<B extends z.ZodType> {
  readonly endpoint: Endpoint
  readonly schema: B
  readonly events: (body: z.output<B>) => RawEvents
}

/** Reads, proves and makes durable one request; what it returns is the receipt. */
async function takeBatch<B extends z.ZodType>(
  request: FastifyRequest,
  visit: Visit,
  { endpoint, schema, events }: BatchRoute<B>,
  deps: AppDeps & { readonly door: Door },
): Promise<BatchReceipt> {
  const began = performance.now()
  const { door, metrics } = deps
  await door.enter(visit, request.headers)
  const bytes = await readBytes(request.body as Readable, request.headers, visit.key !== null)
  visit.kib = Math.ceil(bytes.length / 1024)
  const parsed = schema.safeParse(parseBody(bytes))
  if (!parsed.success) throw notABatch(parsed.error)
  const batch = parsed.data as z.output<B> & { write_key?: string; dropped?: { stale: number; overflow: number } }
  const key = await door.proveBody(visit, batch.write_key)
  if (endpoint === conversionBatchEndpoint && key.kind === 'browser') throw new AppError('server_key_needed')
  const raw = events(parsed.data)
  await door.charge(visit, countOf(raw))
  const { envelope, accepted, rejected } = ingestBatch(
    {
      key,
      receivedAt: deps.now(),
      ivt: key.kind === 'browser' ? invalidTraffic(judgedHeaders(request)) : null,
      source: key.kind === 'browser' ? visit.source : null,
      pepper: deps.pepper,
      currency: deps.organisation.currency,
      maxAmount: deps.organisation.maxAmount,
      sampleRates: await deps.sampleRates.forBatch(key.kind === 'browser' ? ratesIn(raw) : []),
      lost: batch.dropped,
    },
    raw,
  )
  await door.noteRefusedEvents(visit, rejected.length)
  if (accepted + rejected.length > 0 || envelope.lost) await deps.queue.push([envelope])
  deps.failpoint('mid-request')
  metrics.count('bx_ingest_events_total', { result: 'accepted' }, accepted)
  metrics.count('bx_ingest_events_total', { result: 'rejected' }, rejected.length)
  metrics.observe('bx_ingest_ack_seconds', (performance.now() - began) / 1000)
  return { accepted, rejected: [...rejected] }
}

/** What a refusal needs beside its code: no permission to read for a foreign page, no reading on for a stranger. */
function answerRefusal(request: FastifyRequest, reply: FastifyReply, visit: Visit, error: unknown): void {
  const code = error instanceof AppError ? error.code : null
  if (code === 'origin_not_allowed') reply.removeHeader('access-control-allow-origin')
  // Whoever showed a good key may go on with the connection: its body is read and thrown away.
  const isStranger = visit.key === null || code === 'too_large'
  if (isStranger && !request.raw.complete) reply.header('connection', 'close')
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

function notABatch(error: z.ZodError): AppError {
  const details = error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message }))
  return new AppError('invalid_request', { details })
}
