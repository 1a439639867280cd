import type { Readable } from 'node:stream'
import { ACCEPTED_KEYS, type Endpoint, type KeyAuth } from '@bx/contracts/endpoints/endpoint'
import {
  clickBatchEndpoint,
  conversionBatchEndpoint,
  exposureBatchEndpoint,
  exposureVerdicts,
} from '@bx/contracts/endpoints/ingest'
import {
  type BatchReceipt,
  clickBatch,
  conversionBatch,
  exposureBatch,
  type IgnoredField,
} from '@bx/contracts/events/batch'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../../lib/errors.ts'
import { type Door, openDoor, type Visit } from '../door.ts'
import { countOf, ingestBatch, type RawEvents } from '../ingestBatch.ts'
import { invalidTraffic } from '../invalidTraffic.ts'
import type { WriteKey } from '../keys.ts'
import { parseBody, readBytes } from '../readBody.ts'
import { openSources, type SourceRequest, type Sources } from '../source.ts'
import { UnknownFields } from '../unknownFields.ts'
import { watchBacklog } from './backlog.ts'
import { letPageRead, preflight } from './crossOrigin.ts'
import type { IngestDeps } from './ingestDeps.ts'

// The three batch endpoints: check the headers, read, prove the key, validate, store durably, answer 202. They accept
// any Content-Type, because page-hide beacons are text/plain; the body must be JSON.

export function mountIngest(server: FastifyInstance, mounted: Set<string>, deps: IngestDeps): void {
  const isFull = watchBacklog(server, deps)
  const sources = openSources(deps.pepper)
  const door = openDoor({ ...deps, sources })
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Fastify would refuse an invalid media type before it calls the parser.
    scope.addHook('onRequest', async (request) => {
      request.raw.headers['content-type'] = 'application/json'
    })
    scope.addHook('onRequest', async (request, reply) => letPageRead(request, reply))
    // The handler reads the body itself, after it has checked the headers.
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body))
    const post = (endpoint: KeyEndpoint, answer: (request: FastifyRequest, visit: Visit) => Promise<unknown>) => {
      mounted.add(endpoint.operationId)
      scope.options(endpoint.path, (request, reply) => preflight(request, reply))
      scope.post(endpoint.path, async (request, reply) => {
        const visit = door.begin(request.ip, request.headers)
        try {
          return reply.status(endpoint.status).send(await answer(request, visit))
        } catch (error) {
          closeToStranger(request, reply, visit, error)
          await door.chargeRefusal(visit, error)
          throw error
        }
      })
    }
    const route = <B extends z.ZodObject>(endpoint: KeyEndpoint, schema: B, events: (body: z.output<B>) => RawEvents) =>
      post(endpoint, async (request, visit) => {
        if (isFull()) throw new AppError('backlog_full', { retryAfter: 5 })
        return takeBatch(request, visit, { endpoint, schema, events }, { ...deps, door, sources })
      })
    route(exposureBatchEndpoint, exposureBatch, (body) => ({ exposures: body.events, renders: body.renders }))
    route(clickBatchEndpoint, clickBatch, (body) => ({ clicks: body.events }))
    route(conversionBatchEndpoint, conversionBatch, (body) => ({ conversions: body.events }))
    post(exposureVerdicts, async (request, visit) => {
      const { body, key } = await enter(request, visit, exposureVerdicts.body, door)
      await door.charge(visit, body.event_ids.length)
      return { data: await deps.readVerdicts(key.keyId, body.event_ids) }
    })
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

type KeyEndpoint = Endpoint & { readonly auth: KeyAuth }

interface BatchRoute<B extends z.ZodObject> {
  readonly endpoint: KeyEndpoint
  readonly schema: B
  readonly events: (body: z.output<B>) => RawEvents
}

/** Reads, proves and stores one request; returns the receipt. */
async function takeBatch<B extends z.ZodObject>(
  request: FastifyRequest,
  visit: Visit,
  { endpoint, schema, events }: BatchRoute<B>,
  deps: IngestDeps & { readonly door: Door; readonly sources: Sources },
): Promise<BatchReceipt> {
  const began = performance.now()
  const { door, metrics } = deps
  const { body, key, unknown } = await enter(request, visit, schema, door)
  if (!ACCEPTED_KEYS[endpoint.auth].includes(key.kind)) throw new AppError('server_key_needed')
  const raw = events(body)
  await door.charge(visit, countOf(raw))
  const { envelope, accepted, rejected, ignored } = ingestBatch(
    {
      key,
      receivedAt: deps.now(),
      ivt: key.kind === 'browser' ? invalidTraffic(trafficHeaders(request)) : null,
      source: key.kind === 'browser' ? deps.sources.of(sourceRequest(request, key, deps.now())) : null,
      pepper: deps.pepper,
      currency: deps.organisation.currency,
      maxAmount: deps.organisation.maxAmount,
      sampleRates: await deps.sampleRates.forBatch(key.kind === 'browser' ? ratesIn(raw) : []),
      lost: (body as { dropped?: { stale: number; overflow: number } }).dropped,
    },
    raw,
  )
  await door.chargeRefusedEvents(visit, rejected.length)
  if (accepted + rejected.length > 0 || envelope.lost) await deps.queue.push([envelope])
  deps.failpoint('mid-request')
  metrics.count('bx_ingest_events_total', { result: 'accepted' }, accepted)
  metrics.count('bx_ingest_events_total', { result: 'rejected' }, rejected.length)
  metrics.observe('bx_ingest_ack_seconds', (performance.now() - began) / 1000)
  const fields = [...unknown.list(), ...ignored]
  return { accepted, rejected: [...rejected], ...(fields.length > 0 ? { ignored: fields } : {}) }
}

/** Headers, then the body, then the key in it. */
async function enter<B extends z.ZodObject>(request: FastifyRequest, visit: Visit, schema: B, door: Door) {
  await door.enter(visit, request.headers)
  const bytes = await readBytes(request.body as Readable, request.headers, visit.key !== null)
  visit.kib = Math.ceil(bytes.length / 1024)
  const body = parseBody(bytes)
  const unknown = new UnknownFields()
  unknown.record(body, new Set(Object.keys(schema.shape)))
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw notABatch(parsed.error, unknown.list())
  const key = await door.proveBody(visit, (parsed.data as { write_key?: string }).write_key)
  return { body: parsed.data, key, unknown }
}

/**
 * Closes the connection of an unknown sender. With a proven key the connection stays open and the rest of the body is
 * discarded.
 */
function closeToStranger(request: FastifyRequest, reply: FastifyReply, visit: Visit, error: unknown): void {
  const isStranger = visit.key === null || (error instanceof AppError && error.code === 'too_large')
  if (isStranger && !request.raw.complete) reply.header('connection', 'close')
}

function sourceRequest(request: FastifyRequest, { keyId }: WriteKey, now: number): SourceRequest {
  return { address: request.ip, userAgent: request.headers['user-agent'], keyId, now }
}

function trafficHeaders(request: FastifyRequest) {
  const purpose = request.headers['sec-purpose'] ?? request.headers.purpose
  return { userAgent: request.headers['user-agent'], purpose: Array.isArray(purpose) ? purpose.join() : purpose }
}

function notABatch(error: z.ZodError, ignored: readonly IgnoredField[]): AppError {
  const faults = error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message }))
  const details = [
    ...faults,
    ...ignored.map(({ field, did_you_mean: meant }) => ({
      field,
      message: meant === undefined ? 'unknown field' : `unknown field; did you mean ${meant}?`,
    })),
  ]
  return new AppError('invalid_request', { details })
}
