// npm run admin -- <command>: what operators do by hand. Uses the same settings as the server.
import { parseArgs } from 'node:util'
import { STAFF_ROLES, type StaffRole } from '@bx/contracts/endpoints/staff'
import { KEY_KINDS, type KeyKind } from '@bx/contracts/events/values'
import { checkAudit, dropDemoAccess, makeLogins } from './adminSecurity.ts'
import { moveSource, printSources } from './adminSources.ts'
import { reattribute } from './attribution/reattribute.ts'
import { recountOutcomes } from './attribution/recountOutcomes.ts'
import { readConfig } from './config.ts'
import { openFold } from './fold/foldDeltas.ts'
import { recountableDays, recountDay } from './fold/recount.ts'
import { failpoint } from './lib/failpoint.ts'
import { createWriteKey, revokeWriteKey, saveStaff } from './ops/accounts.ts'
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
import { readWatermark } from './store/watermark.ts'

const HELP = `npm run admin -- <command>

  migrate                                        bring the schema up to date
  recount [--from DAY] [--to DAY] [--repair]     compare every rollup with the raw rows; exit 1 when one differs
  reattribute [--from DAY] [--to DAY]            attribute clicks and sales anew; exit 1 when the rollups are wrong then
  replay (--reason CODE | --id N ...) [--dry-run]  send dead letters through the pipeline again
  retry-failed --loop process|rollup|attribution [--id N ...]   send what a loop set aside through it again
  sources [--from DAY] [--to DAY]                the networks (hashed) that sent most exposures; 7 days by default
  flag-source --source N [--from DAY] [--to DAY]    leave what a source sent out of net figures; unflag-source undoes it
  create-staff --email E --name N --role ROLE --password P
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
  password: { type: 'string' },
  kind: { type: 'string' },
  origin: { type: 'string', multiple: true },
  anchor: { type: 'string', multiple: true },
  app: { type: 'boolean', default: false },
  quota: { type: 'string' },
  source: { type: 'string' },
  loop: { type: 'string' },
} as const

const { positionals, values } = readArguments()

const COMMANDS: Readonly<Record<string, (sql: Sql) => Promise<void>>> = {
  migrate: async (sql) => console.log((await migrate(sql)).join('\n') || 'The schema is up to date.'),
  recount,
  reattribute: reattributeDays,
  replay,
  'retry-failed': retryFailedWork,
  sources: (sql) => printSources(sql, values),
  'flag-source': (sql) => moveSource(sql, values, true),
  'unflag-source': (sql) => moveSource(sql, values, false),
  'create-staff': async (sql) => {
    const role = oneOf(STAFF_ROLES, needed('role')) as StaffRole
    await saveStaff(sql, 'admin command', {
      email: needed('email'),
      name: needed('name'),
      role,
      password: needed('password'),
    })
    console.log(`${needed('email')} may sign in as ${role}.`)
  },
  'create-key': async (sql) => {
    const kind = oneOf(KEY_KINDS, needed('kind')) as KeyKind
    const { key } = await createWriteKey(sql, 'admin command', {
      name: needed('name'),
      kind,
      origins: values.origin ?? [],
      is_app: values.app,
      events_per_minute: quotaOf(values.quota),
    })
    console.log(`${key}\nShown once: store it now.`)
  },
  'revoke-key': async (sql) => {
    const found = await revokeWriteKey(sql, 'admin command', values.id?.[0] ?? '')
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
  console.error(process.env.VERBOSE ? error : startProblem(error, process.env.DATABASE_URL || null))
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
  const { retried, failed } = await retryFailed(sql, 'admin command', { loop, failed_ids: values.id })
  console.log(`${retried} sent again${failed > 0 ? `, ${failed} still cannot be read` : ''}.`)
  if (failed > 0) process.exitCode = 1
}

async function recount(sql: Sql): Promise<void> {
  const topology = await detectTopology(sql)
  const context = openFold(sql, failpoint(null), async (days) => {
    for (const day of days) await topology.createDay(sql, 'session_slots', day)
  })
  const days = (await recountableDays(sql)).filter(
    (day) => (values.from === undefined || day >= values.from) && (values.to === undefined || day <= values.to),
  )
  let [cells, wrong] = [0, 0]
  for (const day of days) {
    const result = await recountDay(context, day, values.repair)
    cells += result.cells
    wrong += result.wrong
    for (const example of result.examples) console.log(`  ${example}`)
    console.log(
      `${day}: ${result.cells} cells, ${result.wrong} wrong${result.wrong > 0 && values.repair ? ', repaired' : ''}`,
    )
  }
  console.log(`${days.length} days, ${cells} cells checked, ${wrong} wrong`)
  const { setAside } = await readWatermark(sql)
  if (setAside.events + setAside.attributions > 0) {
    console.log(
      `Set aside and not in the rollups: ${setAside.events} events, ${setAside.attributions} clicks and sales. See GET /api/ops/failed-work, then retry-failed.`,
    )
  }
  if (wrong > 0 && !values.repair) process.exitCode = 1
  await recountOutcomeRollups(sql)
}

/** Rebuilds the attribution of the days and says what a rebuild changed. */
async function reattributeDays(sql: Sql): Promise<void> {
  const { clicks, clicksChanged, conversions, conversionsChanged } = await reattribute(
    sql,
    values.from ?? '2000-01-01',
    values.to ?? '2999-12-31',
  )
  console.log(`${clicks} clicks, ${clicksChanged} changed; ${conversions} sales, ${conversionsChanged} changed`)
  await recountOutcomeRollups(sql)
}

async function recountOutcomeRollups(sql: Sql): Promise<void> {
  const { cells, wrong, examples } = await recountOutcomes(sql, values.repair)
  for (const example of examples) console.log(`  ${example}`)
  console.log(`clicks and sales: ${cells} cells, ${wrong} wrong${wrong > 0 && values.repair ? ', repaired' : ''}`)
  if (wrong > 0 && !values.repair) process.exitCode = 1
}

function needed(option: 'loop' | 'email' | 'name' | 'role' | 'password' | 'kind'): string {
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
