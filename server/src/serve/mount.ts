import type { FileQuery } from '@bx/contracts/endpoints/common'
import type { Answer, Auth, Endpoint } from '@bx/contracts/endpoints/endpoint'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { actorOf, limitedAs, NOBODY, type Principal, type PrincipalOf } from '../accounts/principal.ts'
import type { ConnectionLimiter } from '../lib/connectionLimiter.ts'
import { AppError, type ErrorCode } from '../lib/errors.ts'
import { WrittenAnswer } from './cache.ts'
import { writeCsv } from './csv.ts'

// Turns an endpoint object into a route: access, the request against its schemas, the handler, the answer against its
// schema. Fields outside the contract are never sent. People's queries pass the per-person limiter.

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

export interface Call<E extends Endpoint> {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  /** The caller, of the kind that the endpoint's `auth` names. */
  readonly principal: PrincipalOf<E['auth']>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Aborts when the client disconnects before it has its answer. */
  readonly hungUp: AbortSignal
}

/** The client has the answer already: its If-None-Match is the answer’s ETag. */
export const NOT_MODIFIED = Symbol('not modified')

/** A `WrittenAnswer` has already been checked against the schema. */
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E> | WrittenAnswer | typeof NOT_MODIFIED>

/** Checks the caller before anything else. Throws not_signed_in, or Forbidden with the caller. */
export type Authorise = (endpoint: Endpoint, request: FastifyRequest) => Promise<Principal>

/** A known caller asked for more than they may do. */
export class Forbidden extends AppError {
  readonly principal: Principal

  constructor(principal: Principal, code: ErrorCode, details?: object) {
    super(code, { details })
    this.principal = principal
  }
}

/** Batches of events have their own checks, which include origins and quotas (`ingest/door.ts`). */
type MountedEndpoint = Endpoint & { readonly auth: Exclude<Auth, 'write_key'> }

/** What every endpoint writes to the audit log. */
export interface AuditNotes {
  /** A known caller was refused a change. */
  refusal(endpoint: Endpoint, actor: string, target: string, error: AppError): Promise<void>
  /** Rows were exported as a file. */
  export(endpoint: Endpoint, actor: string, details: object): Promise<void>
}

export interface MountOptions<E extends Endpoint> {
  /** The rows of `format=csv`, from the same answer as JSON. */
  csv?(answer: Answer<E>, call: Call<E>): CsvTable | Promise<CsvTable>
  /** The handler passes the limiter itself, because some of its answers need no query. */
  readonly asksItself?: boolean
}

export class Mounts {
  readonly mounted = new Set<string>()
  readonly #app: FastifyInstance
  readonly #authorise: Authorise
  readonly #notes: AuditNotes
  readonly #ask: ConnectionLimiter

  constructor(app: FastifyInstance, authorise: Authorise, notes: AuditNotes, ask: ConnectionLimiter) {
    this.#app = app
    this.#authorise = authorise
    this.#notes = notes
    this.#ask = ask
  }

  mount<E extends MountedEndpoint>(endpoint: E, handler: Handler<E>, options: MountOptions<E> = {}): void {
    this.mounted.add(endpoint.operationId)
    this.#app.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const principal = await this.#authorise(endpoint, request).catch((error: unknown) =>
          this.#refuse(endpoint, request, NOBODY, error),
        )
        const call = {
          params: parse(endpoint.params, request.params, 'path'),
          query: parse(endpoint.query, request.query, 'query'),
          body: parse(endpoint.body, request.body, 'body'),
          principal,
          request,
          reply,
          hungUp: hangUpOf(reply),
        } as Call<E>
        const work = () => handler(call)
        const isFree = principal.kind === 'nobody' || options.asksItself
        const asked = isFree ? work() : this.#ask(limitedAs(principal), work, call.hungUp)
        const found = await asked.catch((error: unknown) => this.#refuse(endpoint, request, principal, error))
        if (found === NOT_MODIFIED) return reply.status(304).send()
        if (found instanceof WrittenAnswer)
          return reply.status(endpoint.status).type('application/json; charset=utf-8').send(found.body)
        const answer = endpoint.response.parse(found) as Answer<E>
        const file = call.query as Partial<FileQuery> | undefined
        if (options.csv && file?.format === 'csv') {
          const table = await options.csv(answer, call)
          const { for: _, total: __, ...query } = call.query as object & Partial<FileQuery>
          const asked = { ...(call.params as object | undefined), ...query, rows: table.rows.length }
          await this.#notes.export(endpoint, actorOf(principal), asked)
          return writeCsv(reply, table, { reader: file.for, withTotal: file.total === '1' })
        }
        return reply.status(endpoint.status).send(answer)
      },
    })
  }

  async #refuse(endpoint: Endpoint, request: FastifyRequest, asking: Principal, error: unknown): Promise<never> {
    const principal = error instanceof Forbidden ? error.principal : asking
    const isRecorded = error instanceof AppError && (error.status === 403 || error.status === 409)
    if (principal.kind !== 'nobody' && isRecorded && endpoint.method !== 'GET') {
      const target = Object.values(request.params as Record<string, string>).join(' ')
      await this.#notes.refusal(endpoint, actorOf(principal), target, error)
    }
    throw error
  }
}

function hangUpOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || where, message: issue.message }))
  throw new AppError('invalid_request', { details })
}
