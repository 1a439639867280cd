import { randomBytes, randomUUID } from 'node:crypto'
import type { Exposure } from '@bx/contracts/events/exposure'
import type { KeyKind } from '@bx/contracts/events/values'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll } from 'vitest'
import { createWriteKey } from '../../src/accounts/keys.ts'
import { type Keys, postgresKeys } from '../../src/ingest/keys.ts'
import { openQuotas, type QuotaLimits } from '../../src/ingest/quotas.ts'
import { postgresSampleRates } from '../../src/ingest/sampleRates.ts'
import { failpoint } from '../../src/lib/failpoint.ts'
import { type Pepper, pepperOf, uuidv7 } from '../../src/lib/ids.ts'
import { createLogger, type Logger } from '../../src/lib/logger.ts'
import { ProcessMetrics } from '../../src/monitoring/processMetrics.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { type App, buildApp } from '../../src/serve/app.ts'
import type { AppDeps } from '../../src/serve/appDeps.ts'
import type { Organisation } from '../../src/settings/organisation.ts'
import type { TestDatabase } from './database.ts'

export const METRICS_TOKEN = 'a-token-that-only-tests-know'

export interface TestAppOptions {
  readonly database: TestDatabase
  readonly queue: Queue
  readonly deps?: Partial<AppDeps>
  readonly organisation?: Partial<Organisation>
}

/** Far above the load of a test. */
export const AMPLE: QuotaLimits = { keyEvents: 1e9, keyRefusals: 1e9, networkEvents: 1e9, networkRefusals: 1e9 }

export interface TestApp extends App {
  readonly pepper: Pepper
  readonly keys: Keys
  /** Everything that was logged, one JSON line each. */
  readonly log: string[]
}

/** The HTTP server over a test database, not listening. Errors it calls internal fail the test that caused them by status. */
export async function buildTestApp({ database, queue, deps, organisation }: TestAppOptions): Promise<TestApp> {
  const pepper = deps?.pepper ?? pepperOf(randomBytes(32))
  const keys = deps?.keys ?? postgresKeys(database.app)
  const log: string[] = []
  const logger: Logger = createLogger('test', (line) => log.push(line))
  const app = await buildApp({
    ...{ role: 'api', sql: database.app, queue, keys, pepper, logger, now: Date.now, poolSize: 8 },
    sampleRates: postgresSampleRates(database.app, organisation?.sampleRate ?? 1),
    ...{
      secure: false,
      trustProxy: false,
      inboxMaxEvents: 1_000_000,
      maxConnections: 1000,
      metrics: new ProcessMetrics(),
    },
    organisation: {
      timeZone: 'UTC',
      currency: 'GBP',
      rawDays: 30,
      maxAmount: 1_000_000,
      sampleRate: 1,
      withoutConsent: 'drop',
      visitorsFrom: null,
      ...organisation,
    },
    quotas: openQuotas(AMPLE),
    failpoint: failpoint(null),
    folders: { web: '/nowhere', sdk: '/nowhere' },
    metricsAccess: { port: null, host: '127.0.0.1', token: METRICS_TOKEN },
    ...deps,
  })
  await app.server.ready()
  afterAll(() => app.server.close())
  return { ...app, pepper, keys, log }
}

export async function makeKey(database: TestDatabase, kind: KeyKind, origins: readonly string[] = []): Promise<string> {
  return (await createWriteKey(database.app, 'test', { name: kind, kind, origins })).key
}

export type WireExposure = Omit<Exposure, 'timestamp'> & { timestamp: string }

/** An exposure as an app sends it. */
export function wireExposure(overrides: Partial<Record<keyof Exposure, unknown>> = {}): WireExposure {
  return {
    event_id: uuidv7(),
    merchant_ref: 'acme',
    placement_key: 'home',
    exposure_unit_id: randomUUID(),
    exposure_type: 'carousel',
    user_id: randomBytes(32).toString('hex'),
    timestamp: new Date().toISOString(),
    rank_position: 1,
    session_id: randomUUID(),
    is_clickable: true,
    algorithm_version: 'v1',
    ...overrides,
  } as WireExposure
}

export interface Receipt {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly accepted: number | undefined
  /** Codes by index. */
  readonly codes: Readonly<Record<number, string>>
  readonly error: string | undefined
  readonly text: string
}

export interface Sending {
  readonly path?: string
  readonly key?: string
  readonly headers?: Record<string, string>
}

/** Posts a batch (an object, or raw bytes) and reads the answer. */
export async function send(server: FastifyInstance, body: unknown, sending: Sending = {}): Promise<Receipt> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
  const response = await server.inject({
    method: 'POST',
    url: sending.path ?? '/api/exposure/batch',
    headers: {
      ...(isRaw ? {} : { 'content-type': 'application/json' }),
      ...(sending.key ? { authorization: `Bearer ${sending.key}` } : {}),
      ...sending.headers,
    },
    payload: isRaw ? body : JSON.stringify(body),
  } as InjectOptions)
  const answer = parsed(response.body)
  return {
    status: response.statusCode,
    headers: response.headers,
    accepted: answer.accepted,
    codes: Object.fromEntries((answer.rejected ?? []).map(({ index, code }) => [index, code])),
    error: answer.error?.code,
    text: response.body,
  }
}

interface Parsed {
  accepted?: number
  rejected?: { index: number; code: string }[]
  error?: { code: string }
}

function parsed(text: string): Parsed {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** The merchant 'acme' and the placement 'home'. */
export async function makeDims({ owner }: TestDatabase): Promise<void> {
  await owner`insert into merchant_dim (merchant_ref, merchant_name) values ('acme', 'Acme')`
  await owner`insert into placement_dim (placement_key, placement_name) values ('home', 'Home')`
}
