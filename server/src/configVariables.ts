import { z } from 'zod'
import { isTimeZone } from './lib/localDay.ts'
import { decodeSecret, weaknessOf } from './lib/secretStrength.ts'
import { checkTrustedProxies } from './lib/trustedProxies.ts'

/** Every environment variable with its rule and description; docs/config.md is generated from it. */
export const CONFIG_VARIABLES = z.object({
  DATABASE_URL: z
    .string()
    .url()
    .optional()
    .describe('PostgreSQL >= 15 as the owner of the tables: migrations and maintenance; required unless EMBEDDED=1'),
  APP_DATABASE_URL: z
    .string()
    .url()
    .optional()
    .describe('The same database as a login that is a member of bx_app only; required unless EMBEDDED=1'),
  EMBEDDED: z.enum(['0', '1']).default('0').describe('1: run an embedded PostgreSQL in DATA_DIR'),
  DATA_DIR: z.string().min(1).default('.data').describe('Folder of the embedded database and demo.json'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port of the HTTP server; 0 picks a free one'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
  ROLE: z
    .enum(['all', 'ingest', 'api', 'worker'])
    .default('all')
    .describe('What this process does; all supervises the others'),
  USER_ID_PEPPER: z
    .string()
    .transform((text, context) => secretOf(text, context.issues))
    .optional()
    .describe('Secret used to hash user ids, 32 random bytes as hex or base64; never change it once events are stored'),
  REPORTING_TIME_ZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, 'expected the IANA name of a time zone such as Europe/London, not an offset or an abbreviation')
    .describe('Time zone of days and hours; only used at the first start'),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code')
    .default('GBP')
    .describe('Reporting currency; only used at the first start'),
  RAW_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .max(400)
    .optional()
    .describe(
      'Days raw events are kept; 30 at the first start. A later change applies from the next start; dropped days do not come back',
    ),
  MAX_AMOUNT: z.coerce
    .number()
    .min(1)
    .max(1_000_000_000_000)
    .optional()
    .describe(
      'Largest order or commission amount of one sale; larger ones are refused. Default: about a million euros in the reporting currency',
    ),
  PUBLIC_URL: z.string().url().optional().describe('Address people use; https turns secure cookies on'),
  TRUST_PROXY: z
    .string()
    .default('0')
    .superRefine(checkTrustedProxies)
    .describe(
      'Proxies in front of the server: how many (`1`), or their networks (`10.0.0.0/8, fd00::/8`). The client address is read from X-Forwarded-For only behind them; `0`: no proxy',
    ),
  BATCH_WAIT_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(5000)
    .default(250)
    .describe('Longest wait of a worker before it polls again, milliseconds'),
  ROLLUP_EVERY_MS: z.coerce
    .number()
    .int()
    .min(50)
    .max(1000)
    .default(500)
    .describe('Longest wait between rollups, milliseconds'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(8)
    .default(2)
    .describe('Batches a worker processes concurrently'),
  INBOX_MAX_EVENTS: z.coerce
    .number()
    .int()
    .min(1000)
    .default(2_000_000)
    .describe('Waiting events above which ingest answers 429'),
  MAX_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(10)
    .max(100_000)
    .default(2000)
    .describe('Connections a server process accepts at a time; more are closed immediately'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('Port that serves only GET /metrics; metrics are off unless this or METRICS_TOKEN is set'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address that METRICS_PORT listens on'),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'expected at least 16 characters without spaces')
    .optional()
    .describe('Token that metrics require in Authorization: Bearer; without METRICS_PORT they are then served on PORT'),
  QUOTA_KEY_EVENTS: perMinute(1_200_000, 'Events a write key may send in a minute, unless the key has its own limit'),
  QUOTA_KEY_REFUSALS: perMinute(
    60_000,
    'Refused events and requests of a write key per minute; above that it gets 429',
  ),
  QUOTA_NETWORK_EVENTS: perMinute(
    120_000,
    'Events a client network (IPv4 address, IPv6 /64) may send in a minute with browser keys; set TRUST_PROXY behind a proxy',
  ),
  QUOTA_NETWORK_REFUSALS: perMinute(
    6000,
    'Refused events and requests of a client network per minute; above that it gets 429',
  ),
  DEAD_LETTERS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(0)
    .default(10_000)
    .describe('Dead letters kept per write key, reason and hour; more are only counted'),
  DEAD_LETTERS_MAX_MIB: z.coerce
    .number()
    .int()
    .min(0)
    .default(2048)
    .describe('Size limit of all dead letters, MiB; above it refused events are only counted'),
  DATABASE_DISK: z
    .string()
    .optional()
    .describe('A folder on the disk of the database, to monitor its free space; set automatically with EMBEDDED=1'),
  MIN_FREE_DISK_MIB: z.coerce
    .number()
    .int()
    .min(0)
    .default(1024)
    .describe('Least free space on DATABASE_DISK, MiB; below it refused events are only counted'),
  DEMO: z.enum(['0', '1']).default('0').describe('Set by `npm start` for its processes: the database holds the demo'),
  DEMO_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(90)
    .default(61)
    .describe('Days of history that `npm start` loads at its first start; 61 days compare 30 days with the 30 before'),
  FAILPOINT: z.string().optional().describe('Tests only (NODE_ENV=test): where to kill the process'),
})

function perMinute(byDefault: number, meaning: string) {
  return z.coerce.number().int().min(60).default(byDefault).describe(meaning)
}

function secretOf(text: string, issues: z.core.$ZodRawIssue[]): Buffer {
  const secret = decodeSecret(text)
  const weakness = secret === null ? 'is neither hex nor base64' : weaknessOf(secret)
  if (weakness !== null) {
    const message = `${weakness}: create one with \`openssl rand -hex 32\``
    issues.push({ code: 'custom', message, input: text })
  }
  return secret ?? Buffer.alloc(0)
}
