import type { Answer, Endpoint } from '@bx/contracts/endpoints/endpoint'
import type { StaffMember } from '@bx/contracts/endpoints/staff'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../lib/errors.ts'
import { type CsvTable, writeCsv } from './csv.ts'

// An endpoint object becomes a route: access, then the request against its schemas, the handler, the answer against its
// schema. What the contract does not name never leaves.

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

export interface Call<E extends Endpoint> {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  /** Who asks; always there when the endpoint asks for a role. */
  readonly staff: StaffMember | null
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>>

/** Checks who asks before anything else is looked at. Throws not_signed_in or forbidden. */
export type Authorise = (endpoint: Endpoint, request: FastifyRequest) => Promise<StaffMember | null>

export interface MountOptions<E extends Endpoint> {
  /** The rows of `format=csv`, from the same answer that JSON would give. */
  csv?(answer: Answer<E>, call: Call<E>): CsvTable
}

export class Mounts {
  readonly mounted = new Set<string>()
  readonly #app: FastifyInstance
  readonly #authorise: Authorise

  constructor(app: FastifyInstance, authorise: Authorise) {
    this.#app = app
    this.#authorise = authorise
  }

  mount<E extends Endpoint>(endpoint: E, handler: Handler<E>, options: MountOptions<E> = {}): void {
    this.mounted.add(endpoint.operationId)
    this.#app.route({
      method: endpoint.method,
      url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const staff = await this.#authorise(endpoint, request)
        const call = {
          params: parse(endpoint.params, request.params, 'path'),
          query: parse(endpoint.query, request.query, 'query'),
          body: parse(endpoint.body, request.body, 'body'),
          staff,
          request,
          reply,
        } as Call<E>
        const answer = endpoint.response.parse(await handler(call)) as Answer<E>
        if (options.csv && (call.query as { format?: string } | undefined)?.format === 'csv') {
          return writeCsv(reply, options.csv(answer, call))
        }
        return reply.status(endpoint.status).send(answer)
      },
    })
  }
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) return undefined
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || where, message: issue.message }))
  throw new AppError('invalid_request', { details })
}
