import type { Answer, Endpoint } from '@bx/contracts/endpoints/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Member } from '../accounts/sessions.ts'
import { AppError, type ErrorCode } from '../lib/errors.ts'
import type { Gate } from '../lib/gate.ts'
import { WrittenAnswer } from './cache.ts'
import { type CsvTable, writeCsv } from './csv.ts'

// An endpoint object becomes a route: access, then the request against its schemas, the handler, the answer against its
// schema. What the contract does not name never leaves. What a person asks passes the limiter of persons.

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

export interface Call<E extends Endpoint> {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  /** Who asks; always there when the endpoint asks for a role. */
  readonly staff: Member | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Aborts when the client hangs up before it has its answer. */
  readonly hungUp: AbortSignal
}

/** A `WrittenAnswer` has been checked against the schema already. */
export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E> | WrittenAnswer>

/** Checks who asks before anything else is looked at. Throws not_signed_in, or Forbidden with who it was. */
export type Authorise = (endpoint: Endpoint, request: FastifyRequest) => Promise<Member | null>

/** Somebody known asked for more than their role may do. */
export class Forbidden extends AppError {
  readonly member: Member

  constructor(member: Member, code: ErrorCode, details?: object) {
    super(code, { details })
    this.member = member
  }
}

/** What goes into the audit log whatever the endpoint. */
export interface Notes {
  /** Somebody known was refused a change. */
  refusal(endpoint: Endpoint, actor: string, target: string, error: AppError): Promise<void>
  /** Rows leave as a file. */
  export(endpoint: Endpoint, actor: string, details: object): Promise<void>
}

export interface MountOptions<E extends Endpoint> {
  /** The rows of `format=csv`, from the same answer that JSON would give. */
  csv?(answer: Answer<E>, call: Call<E>): CsvTable
  /** The handler passes the limiter itself, because some of its answers are known without a question to the database. */
  readonly asksItself?: boolean
}

export class Mounts {
  readonly mounted = new Set<string>()
  readonly #app: FastifyInstance
  readonly #authorise: Authorise
  readonly #notes: Notes
  readonly #ask: Gate

  constructor(app: FastifyInstance, authorise: Authorise, notes: Notes, ask: Gate) {
    this.#app = app
    this.#authorise = authorise
    this.#notes = notes
    this.#ask = ask
  }

  mount<E extends Endpoint>(endpoint: E, handler: Handler<E>, options: MountOptions<E> = {}): void {
    this.mounted.add(endpoint.operationId)
    this.#app.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const staff = await this.#authorise(endpoint, request).catch((error: unknown) =>
          this.#refuse(endpoint, request, null, error),
        )
        const call = {
          params: parse(endpoint.params, request.params, 'path'),
          query: parse(endpoint.query, request.query, 'query'),
          body: parse(endpoint.body, request.body, 'body'),
          staff,
          request,
          reply,
          hungUp: hangUpOf(reply),
        } as Call<E>
        const work = () => handler(call)
        const asked = staff === null || options.asksItself ? work() : this.#ask(staff.email, work, call.hungUp)
        const found = await asked.catch((error: unknown) => this.#refuse(endpoint, request, staff, error))
        if (found instanceof WrittenAnswer)
          return reply.status(endpoint.status).type('application/json; charset=utf-8').send(found.body)
        const answer = endpoint.response.parse(found) as Answer<E>
        if (options.csv && (call.query as { format?: string } | undefined)?.format === 'csv') {
          const table = options.csv(answer, call)
          const asked = { ...(call.params as object | undefined), ...(call.query as object), rows: table.rows.length }
          await this.#notes.export(endpoint, staff?.email ?? 'unknown', asked)
          return writeCsv(reply, table)
        }
        return reply.status(endpoint.status).send(answer)
      },
    })
  }

  async #refuse(endpoint: Endpoint, request: FastifyRequest, staff: Member | null, error: unknown): Promise<never> {
    const member = error instanceof Forbidden ? error.member : staff
    const isNoted = error instanceof AppError && (error.status === 403 || error.status === 409)
    if (member !== null && isNoted && endpoint.method !== 'GET') {
      const target = Object.values(request.params as Record<string, string>).join(' ')
      await this.#notes.refusal(endpoint, member.email, target, error)
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
