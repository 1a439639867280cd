import { z } from 'zod'
import { CONFIG_VARIABLES } from './configVariables.ts'
import { readTrustedProxies, type TrustedProxies } from './lib/trustedProxies.ts'

// Environment -> one frozen, typed Config. Reports all problems at once. Nothing else reads process.env.

const env = CONFIG_VARIABLES.extend({ NODE_ENV: z.string().optional() })
  .refine((e) => e.DATABASE_URL !== undefined || e.EMBEDDED === '1' || !needsOwner(e.ROLE), {
    path: ['DATABASE_URL'],
    message: 'expected the URL of a PostgreSQL >= 15 server, or EMBEDDED=1 for one in DATA_DIR',
  })
  .refine((e) => e.FAILPOINT === undefined || e.NODE_ENV === 'test', {
    path: ['FAILPOINT'],
    message: 'is for tests only and kills the process: unset it',
  })

export interface Config {
  readonly database:
    | { readonly kind: 'url'; readonly url: string }
    | { readonly kind: 'embedded'; readonly dataDir: string }
    /** Only requests: this process has only the application's login. */
    | { readonly kind: 'app' }
  /** The application's own login; null: the embedded database creates one. */
  readonly appUrl: string | null
  readonly isDemo: boolean
  readonly demoDays: number
  readonly dataDir: string
  readonly port: number
  readonly host: string
  readonly role: 'all' | 'ingest' | 'api' | 'worker'
  readonly pepper: Buffer | null
  readonly timeZone: string
  readonly currency: string
  /** null: use the stored setting. */
  readonly rawDays: number | null
  readonly maxAmount: number | null
  readonly publicUrl: string | null
  readonly trustProxy: TrustedProxies
  readonly batchWaitMs: number
  readonly rollupEveryMs: number
  readonly workerConcurrency: number
  readonly inboxMaxEvents: number
  readonly maxConnections: number
  readonly metricsAccess: { readonly port: number | null; readonly host: string; readonly token: string | null }
  readonly quotas: {
    readonly keyEvents: number
    readonly keyRefusals: number
    readonly networkEvents: number
    readonly networkRefusals: number
  }
  /** Limits of dead letters. */
  readonly deadLetters: {
    readonly perHour: number
    readonly maxMib: number
    readonly disk: string | null
    readonly minFreeMib: number
  }
  readonly failpoint: string | null
  /** The environment itself, for child processes. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Reads the settings of this process. Throws one Error that lists every problem. */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const parsed = env.safeParse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Unusable settings. ${problems.join('; ')}. See docs/config.md.`)
  }
  const e = parsed.data
  return Object.freeze({
    database: databaseOf(e.DATABASE_URL, e.EMBEDDED === '1', e.DATA_DIR),
    appUrl: e.APP_DATABASE_URL ?? null,
    isDemo: e.DEMO === '1',
    demoDays: e.DEMO_DAYS,
    dataDir: e.DATA_DIR,
    port: e.PORT,
    host: e.HOST,
    role: e.ROLE,
    pepper: e.USER_ID_PEPPER ?? null,
    timeZone: e.REPORTING_TIME_ZONE,
    currency: e.CURRENCY,
    rawDays: e.RAW_DAYS ?? null,
    maxAmount: e.MAX_AMOUNT ?? null,
    publicUrl: e.PUBLIC_URL ?? null,
    trustProxy: readTrustedProxies(e.TRUST_PROXY),
    batchWaitMs: e.BATCH_WAIT_MS,
    rollupEveryMs: e.ROLLUP_EVERY_MS,
    workerConcurrency: e.WORKER_CONCURRENCY,
    inboxMaxEvents: e.INBOX_MAX_EVENTS,
    maxConnections: e.MAX_CONNECTIONS,
    metricsAccess: { port: e.METRICS_PORT ?? null, host: e.METRICS_HOST, token: e.METRICS_TOKEN ?? null },
    quotas: {
      keyEvents: e.QUOTA_KEY_EVENTS,
      keyRefusals: e.QUOTA_KEY_REFUSALS,
      networkEvents: e.QUOTA_NETWORK_EVENTS,
      networkRefusals: e.QUOTA_NETWORK_REFUSALS,
    },
    deadLetters: {
      perHour: e.DEAD_LETTERS_PER_HOUR,
      maxMib: e.DEAD_LETTERS_MAX_MIB,
      disk: e.DATABASE_DISK ?? null,
      minFreeMib: e.MIN_FREE_DISK_MIB,
    },
    failpoint: e.FAILPOINT ?? null,
    environment: variables,
  })
}

function databaseOf(url: string | undefined, isEmbedded: boolean, dataDir: string): Config['database'] {
  if (url !== undefined) return { kind: 'url', url }
  return isEmbedded ? { kind: 'embedded', dataDir } : { kind: 'app' }
}

/** Migrations, partitions and jobs use the owner's login; requests never do. */
function needsOwner(role: Config['role']): boolean {
  return role === 'all' || role === 'worker'
}
