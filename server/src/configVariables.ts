import { z } from 'zod'
import { decodeSecret, weaknessOf } from './lib/secretStrength.ts'
import { checkTrustedProxies } from './lib/trustedProxies.ts'

/** Every variable of the environment with its rule and its description; docs/config.md is made of it. */
export const CONFIG_VARIABLES = z.object({
  DATABASE_URL: z
    .string()
    .url()
    .optional()
    .describe('PostgreSQL >= 15 as the owner of the tables: migrations and maintenance; needed unless EMBEDDED=1'),
  APP_DATABASE_URL: z
    .string()
    .url()
    .optional()
    .describe('The same database as a login that is a member of bx_app only; needed unless EMBEDDED=1'),
  EMBEDDED: z.enum(['0', '1']).default('0').describe('1: run an embedded PostgreSQL in DATA_DIR'),
  DATA_DIR: z.string().min(1).default('.data').describe('Folder of the embedded database and demo.json'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port of the HTTP server; 0 takes a free one'),
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
    .refine(isTimeZone, 'expected an IANA time zone such as Europe/London')
    .describe('Zone of days and hours; taken at the first start only'),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code')
    .default('GBP')
    .describe('Reporting currency; taken at the first start only'),
  RAW_DAYS: z.coerce
    .number()
    .int()
    .min(2)
    .max(400)
    .optional()
    .describe(
      'Days raw events are kept; 30 at the first start. A later change applies from the next start: what is dropped stays so',
    ),
  MAX_AMOUNT: z.coerce
    .number()
    .min(1)
    .max(1_000_000_000)
    .default(1_000_000)
    .describe('Largest order or commission amount of one sale; larger ones are refused'),
  PUBLIC_URL: z.string().url().optional().describe('Address people use; https turns secure cookies on'),
  TRUST_PROXY: z
    .string()
    .default('0')
    .superRefine(checkTrustedProxies)
    .describe(
      'Proxies before the server: how many (`1`), or their networks (`10.0.0.0/8, fd00::/8`). The client address is taken from X-Forwarded-For behind them only; `0`: there is none',
    ),
  BATCH_WAIT_MS: z.coerce
    .number()
    .int()
    .min(10)
    .max(5000)
    .default(250)
    .describe('Longest wait of a worker before it looks again'),
  FOLD_EVERY_MS: z.coerce.number().int().min(50).max(1000).default(500).describe('Longest wait between folds'),
  WORKER_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(8)
    .default(2)
    .describe('Batches a worker processes side by side'),
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
    .describe('Connections a server process accepts at a time; more are closed at once'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .optional()
    .describe('Port that serves GET /metrics and nothing else; without it and METRICS_TOKEN there are no metrics'),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address that METRICS_PORT listens on'),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'expected at least 16 characters without spaces')
    .optional()
    .describe('Metrics need Authorization: Bearer with it; without METRICS_PORT they are then served on PORT'),
  QUOTA_KEY_EVENTS: perMinute(1_200_000, 'Events a write key may send in a minute, unless the key has its own limit'),
  QUOTA_KEY_REFUSALS: perMinute(
    60_000,
    'Refused events and requests of a write key in a minute above which it gets 429',
  ),
  QUOTA_NETWORK_EVENTS: perMinute(
    120_000,
    'Events a client network (IPv4 address, IPv6 /64) may send in a minute with browser keys; set TRUST_PROXY behind a proxy',
  ),
  QUOTA_NETWORK_REFUSALS: perMinute(
    6000,
    'Refused events and requests of a client network in a minute above which it gets 429',
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
    .describe('Size of all dead letters, MiB, above which refused events are only counted'),
  DATABASE_DISK: z
    .string()
    .optional()
    .describe('A folder on the disk of the database, to watch its free space; set automatically with EMBEDDED=1'),
  MIN_FREE_DISK_MIB: z.coerce
    .number()
    .int()
    .min(0)
    .default(1024)
    .describe('Free space on DATABASE_DISK, MiB, below which refused events are only counted'),
  DEMO: z.enum(['0', '1']).default('0').describe('Set by `npm start` for its processes: the database holds the demo'),
  FAILPOINT: z.string().optional().describe('Tests only (NODE_ENV=test): where to kill the process'),
})

function perMinute(byDefault: number, meaning: string) {
  return z.coerce.number().int().min(60).default(byDefault).describe(meaning)
}

function secretOf(text: string, issues: z.core.$ZodRawIssue[]): Buffer {
  const secret = decodeSecret(text)
  const weakness = secret === null ? 'is neither hex nor base64' : weaknessOf(secret)
  if (weakness !== null) {
    const message = `${weakness}: make one with \`openssl rand -hex 32\``
    issues.push({ code: 'custom', message, input: text })
  }
  return secret ?? Buffer.alloc(0)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
