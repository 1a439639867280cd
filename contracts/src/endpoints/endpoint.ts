import type { z } from 'zod'
import type { KeyKind } from '../events/values.ts'
import type { Permission } from './permissions.ts'

/**
 * One HTTP endpoint as a plain object. The route and the validation of request and answer
 * (`server/src/serve/mount.ts`), OpenAPI, the documentation page and the typed client of `web` derive from it.
 */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path parameters in braces: `/api/placements/{placement_id}`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly tag: 'Ingest' | 'Staff' | 'Dimensions' | 'Analytics' | 'Commercial' | 'Operations' | 'Settings'
  readonly auth: Auth
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Status of the normal answer. */
  readonly status: 200 | 201 | 202 | 204
  readonly response: z.ZodType
  /** The rows that `format=csv` writes, when the endpoint is a table. */
  readonly csv?: boolean
}

/**
 * Who may call. A permission: a staff session whose role has it. `write_key`: any key that sends events, as
 * Authorization: Bearer or as `write_key` in the body. `server_key`: the same, but only keys that are not public in a page
 * or an app. `merchant`: a merchant, for its own figures. `metrics_token`: Authorization: Bearer with METRICS_TOKEN.
 * `open`: everyone.
 */
export type Auth = 'open' | KeyAuth | 'metrics_token' | 'merchant' | Permission
export type KeyAuth = 'write_key' | 'server_key'

/** The kinds of keys that an endpoint accepts. */
export const ACCEPTED_KEYS: Readonly<Record<KeyAuth, readonly KeyKind[]>> = {
  write_key: ['browser', 'server', 'import'],
  server_key: ['server', 'import'],
}

export type Params<E extends Endpoint> = E['params'] extends z.ZodType ? z.input<E['params']> : undefined
export type Query<E extends Endpoint> = E['query'] extends z.ZodType ? z.input<E['query']> : undefined
export type Body<E extends Endpoint> = E['body'] extends z.ZodType ? z.input<E['body']> : undefined
export type Answer<E extends Endpoint> = z.output<E['response']>
