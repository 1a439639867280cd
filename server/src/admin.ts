// npm run admin -- <command>: what operators do by hand. Uses the same settings as the server.
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { KEY_KINDS, type KeyKind } from '@bx/contracts/events/values'
import { reattributeDays, recount } from './adminRollups.ts'
import { checkAudit, dropDemoAccess, makeLogins } from './adminSecurity.ts'
import { moveSource, printRejudged, printSources } from './adminSources.ts'
import { STAFF_COMMANDS, STAFF_HELP } from './adminStaff.ts'
import { readConfig } from './config.ts'
import { AppError } from './lib/errors.ts'
import { failpoint } from './lib/failpoint.ts'
import { createWriteKey, revokeWriteKey } from './ops/accounts.ts'
import { audit } from './ops/audit.ts'
import { retryFailed } from './ops/failedWork.ts'
import { rehearseReplay } from './ops/rehearseReplay.ts'
import { replayDeadLetters } from './ops/replayDeadLetters.ts'
import { openProcess } from './process/openProcess.ts'
import { openQueue } from './queue/open.ts'
import { readDatabaseUrl } from './run/databaseUrl.ts'
import { startProblem } from './run/startProblem.ts'
import { openPool, type Sql } from './store/db.ts'
import { LOOPS, type LoopName } from './store/loopProgress.ts'
import { migrate } from './store/migrate.ts'
import { readReporting } from './store/settings.ts'
import { detectTopology } from './store/topology/open.ts'

const HELP = `npm run admin -- <command>

  migrate                                        bring the schema up to date
  recount [--from DAY] [--to DAY] [--repair]     compare every rollup with the raw rows; exit 1 when one differs
  reattribute [--from DAY] [--to DAY]            attribute clicks and sales anew; exit 1 when the rollups are wrong then
  replay (--reason CODE | --id N ...) [--dry-run]  send dead letters through the pipeline again
  retry-failed --loop process|rollup|attribution [--id N ...]   send what a loop set aside through it again
  sources [--from DAY] [--to DAY]                the networks (hashed) that sent most exposures; 7 days by default
  flag-source --source N [--from DAY] [--to DAY]    leave what a source sent out of net figures; unflag-source undoes it
  rejudge-rates                                  judge all kept exposures by the rate limits of this version
${STAFF_HELP}
  create-key --name N --kind browser|server|import [--origin O ...] [--app] [--quota EVENTS_PER_MINUTE]
  revoke-key --id KEY_ID
  create-logins                                  make the database logins bx_app and bx_merchant, with new passwords
  verify-audit [--anchor ENTRY:HASH ...]         check that no entry of the audit log was changed or removed; else exit 1
  remove-demo-access                             disable the accounts and revoke the keys that \`npm start\` made
`

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  repair: { type: 'boolean', default: false },
  reason: { type: 'string' },
  id: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean', default: false },
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  'password-stdin': { type: 'boolean', default: false },
  kind: { type: 'string' },
  origin: { type: 'string', multiple: true },
  anchor: { type: 'string', multiple: true },
  app: { type: 'boolean', default: false },
  quota: { type: 'string' },
  source: { type: 'string' },
  loop: { type: 'string' },
} as const

const { positionals, values } = readArguments()

/** Who did it, in the audit log. */
const ACTOR = `command line, ${userInfo().username}`

const COMMANDS: Readonly<Record<string, (sql: Sql) => Promise<void>>> = {
  migrate: async (sql) => {
    const ran = await migrate(sql)
    if (ran.length > 0) await note(sql, 'migrate', 'schema', { ran })
    console.log(ran.join('\n') || 'The schema is up to date.')
  },
  recount: async (sql) => {
    if (values.repair) await note(sql, 'recount', 'rollups', daysAsked())
    await recount(sql, values)
  },
  reattribute: async (sql) => {
    await note(sql, 'reattribute', 'attribution', daysAsked())
    await reattributeDays(sql, values)
  },
  replay,
  'retry-failed': retryFailedWork,
  sources: (sql) => printSources(sql, values),
  'flag-source': (sql) => moveSource(sql, values, true),
  'unflag-source': (sql) => moveSource(sql, values, false),
  'rejudge-rates': (sql) => printRejudged(sql, ACTOR),
  ...Object.fromEntries(
    Object.entries(STAFF_COMMANDS).map(([name, run]) => [
      name,
      (sql: Sql) => run(sql, { actor: ACTOR, needed, oneOf, fromStdin: values['password-stdin'] }),
    ]),
  ),
  'create-key': async (sql) => {
    const kind = oneOf(KEY_KINDS, needed('kind')) as KeyKind
    const { key } = await createWriteKey(sql, ACTOR, {
      name: needed('name'),
      kind,
      origins: values.origin ?? [],
      is_app: values.app,
      events_per_minute: quotaOf(values.quota),
    })
    console.log(`${key}\nShown once: store it now.`)
  },
  'revoke-key': async (sql) => {
    const found = await revokeWriteKey(sql, ACTOR, values.id?.[0] ?? '')
    console.log(found ? 'Revoked; refused within 5 s.' : 'There is no such living key.')
  },
  'create-logins': (sql) => makeLogins(sql, readConfig()),
  'verify-audit': (sql) => checkAudit(sql, values.anchor ?? []),
  'remove-demo-access': dropDemoAccess,
}

const command = COMMANDS[positionals[0] ?? '']
if (command === undefined) {
  if (positionals.length > 0) console.error(`There is no command '${positionals[0]}'.\n`)
  console.log(HELP)
  process.exit(positionals.length === 0 ? 0 : 2)
}
try {
  await run(command)
} catch (error) {
  // Whoever types a command wants the sentence; whoever debugs it has VERBOSE=1.
  console.error(process.env.VERBOSE ? error : startProblem(withReasons(error), process.env.DATABASE_URL || null))
  process.exitCode = 1
}

/** Unknown options end the command with code 2, as an unknown command does. */
function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}. Commands and options: npm run admin`)
    process.exit(2)
  }
}

async function run(chosen: (sql: Sql) => Promise<void>): Promise<void> {
  const sql = openPool({ url: await readDatabaseUrl(readConfig()), max: 4, name: 'bx admin', statementTimeoutMs: 0 })
  try {
    await chosen(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function replay(sql: Sql): Promise<void> {
  if ((values.reason === undefined) === (values.id === undefined)) throw new Error('replay needs --reason or --id.')
  const reporting = await readReporting(sql)
  if (reporting === null) throw new Error('The product was never started on this database.')
  const rules = { ...reporting, maxAmount: readConfig().maxAmount }
  const filter = values.id ? { deadLetterIds: values.id } : { reason: values.reason! }
  if (!values['dry-run']) {
    const queue = openQueue({ ingest: sql, worker: sql })
    await note(sql, 'replayDeadLetters', 'dead_letter_events', filter)
    const { matched, replayable, replayed } = await replayDeadLetters(sql, queue, filter, rules)
    const onTheWay = replayable - replayed
    return console.log(`${matched} dead letters match, ${replayed} sent again, ${onTheWay} already on their way.`)
  }
  const topology = await detectTopology(sql)
  const { timeZone, rawDays } = reporting
  const context = openProcess({ sql, topology, timeZone, rawDays, failpoint: failpoint(null) })
  const { matched, results } = await rehearseReplay(context, filter, rules)
  console.log(`${matched} dead letters match.`)
  for (const [outcome, events] of Map.groupBy(results, (result) => result.code ?? result.outcome))
    console.log(`  ${outcome}: ${events.length}`)
}

async function retryFailedWork(sql: Sql): Promise<void> {
  const loop = oneOf(LOOPS, needed('loop')) as LoopName
  const { retried, failed } = await retryFailed(sql, ACTOR, { loop, failed_ids: values.id })
  console.log(`${retried} sent again${failed > 0 ? `, ${failed} still cannot be read` : ''}.`)
  if (failed > 0) process.exitCode = 1
}

/** Noted before the work, which takes many transactions: what was begun is known even if it is cut off. */
async function note(sql: Sql, action: string, target: string, details: object): Promise<void> {
  await audit(sql, { actor: ACTOR, action, target, details })
}

function daysAsked() {
  return { from: values.from ?? null, to: values.to ?? null, repair: values.repair }
}

/** A refused password says why in its details. */
function withReasons(error: unknown): unknown {
  if (!(error instanceof AppError) || !Array.isArray(error.details)) return error
  const reasons = error.details.map(({ message }: { message: string }) => message)
  return new Error([error.message, ...reasons].join(' '), { cause: error })
}

function needed(option: 'loop' | 'email' | 'name' | 'role' | 'kind'): string {
  const value = values[option]
  if (value === undefined) throw new Error(`--${option} is missing.\n\n${HELP}`)
  return value
}

function quotaOf(text: string | undefined): number | null {
  if (text === undefined) return null
  const quota = Number(text)
  if (!Number.isInteger(quota) || quota < 60 || quota > 100_000_000)
    throw new Error('--quota is a whole number of events per minute, from 60 to 100000000.')
  return quota
}

function oneOf(allowed: readonly string[], value: string): string {
  if (!allowed.includes(value)) throw new Error(`'${value}' is not one of ${allowed.join(', ')}.`)
  return value
}
