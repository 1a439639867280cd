// npm run admin -- <command>: commands for operators. Uses the same settings as the server.
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { KEY_KINDS, type KeyKind } from '@bx/contracts/events/values'
import { audit } from './accounts/audit.ts'
import { createWriteKey, revokeWriteKey } from './accounts/keys.ts'
import { replay, replayFilter, retryLoop, tryReplay } from './adminReplay.ts'
import { reattributeDays, recount } from './adminRollups.ts'
import { checkAudit, dropDemoAccess, makeLogins } from './adminSecurity.ts'
import { printSettings, putSetting } from './adminSettings.ts'
import { moveSource, printBotsFlaggedAgain, printFlaggedAgain, printSources } from './adminSources.ts'
import { STAFF_COMMANDS, STAFF_HELP } from './adminStaff.ts'
import { useVisitorLinks } from './attribution/useVisitorLinks.ts'
import { readConfig } from './config.ts'
import type { Sql } from './db/client.ts'
import { openPool } from './db/openPool.ts'
import { LOOPS, type LoopName } from './facts/loopProgress.ts'
import { prepareSchema } from './facts/prepareSchema.ts'
import { AppError } from './lib/errors.ts'
import { readDatabaseUrl } from './run/databaseUrl.ts'
import { publicAddress } from './run/publicAddress.ts'
import { startProblem } from './run/startProblem.ts'

const HELP = `npm run admin -- <command>

  help                                           this list
  migrate                                        bring the schema up to date
  recount [--from DAY] [--to DAY] [--repair]     compare every rollup with the raw rows; exit 1 if one differs
  reattribute [--from DAY] [--to DAY]            re-attribute clicks and sales; exit 1 if the rollups are wrong afterwards
  replay (--reason CODE | --id N ...) [--dry-run]  send dead letters through the pipeline again
  retry-failed --loop process|rollup|attribution [--id N ...]   retry what a loop set aside
  sources [--from DAY] [--to DAY]                the sources (hashed) with the most exposures; 7 days by default
  flag-source --source N [--from DAY] [--to DAY]    exclude a source from net figures; unflag-source undoes it
  flag-rates-again                                  re-check all stored exposures against the rate limits of this version
  flag-bots-again                                   re-check what is stored against this version's list of declared bots
  visitor-links on|off                           whether a visitor's exposures count for the sales of the linked member
  settings                                       list the settings in the database, and invalid versions
  set-setting NAME JSON                          set a new version of a setting
${STAFF_HELP}
  create-key --name N --kind browser|server|import [--origin O ...] [--app] [--quota EVENTS_PER_MINUTE]
  revoke-key --id KEY_ID
  create-logins                                  create the database logins bx_app and bx_merchant, with new passwords
  verify-audit [--anchor ENTRY:HASH ...]         check the audit log; exit 1 if an entry was changed or removed
  remove-demo-access                             disable the accounts and revoke the keys that \`npm start\` created
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
  help: { type: 'boolean', short: 'h', default: false },
} as const

const { positionals, values } = readArguments()

/** Who did it, in the audit log. */
const ACTOR = `command line, ${userInfo().username}`

const COMMANDS: Readonly<Record<string, (sql: Sql) => Promise<void>>> = {
  migrate: async (sql) => {
    const ran = await prepareSchema(sql)
    if (ran.length > 0) await record(sql, 'migrate', 'schema', { ran })
    console.log(ran.join('\n') || 'The schema is up to date.')
  },
  recount: async (sql) => {
    if (values.repair) await record(sql, 'recount', 'rollups', daysAsked())
    await recount(sql, values)
  },
  reattribute: async (sql) => {
    await record(sql, 'reattribute', 'attribution', daysAsked())
    await reattributeDays(sql, values)
  },
  replay: async (sql) => {
    const filter = replayFilter(values)
    if (values['dry-run']) return tryReplay(sql, filter)
    await record(sql, 'replayDeadLetters', 'dead_letter_events', filter)
    await replay(sql, filter)
  },
  'retry-failed': (sql) => retryLoop(sql, ACTOR, oneOf(LOOPS, needed('loop')) as LoopName, values.id),
  sources: (sql) => printSources(sql, values),
  'flag-source': (sql) => moveSource(sql, values, true),
  'unflag-source': (sql) => moveSource(sql, values, false),
  'flag-rates-again': (sql) => printFlaggedAgain(sql, ACTOR),
  'flag-bots-again': (sql) => printBotsFlaggedAgain(sql, ACTOR),
  'visitor-links': async (sql) => {
    const sales = await useVisitorLinks(sql, ACTOR, oneOf(['on', 'off'], positionals[1] ?? '') === 'on')
    console.log(`${sales} sales of linked members are being re-attributed.`)
  },
  settings: printSettings,
  'set-setting': (sql) => putSetting(sql, ACTOR, positionals[1] ?? '', positionals[2] ?? ''),
  ...Object.fromEntries(
    Object.entries(STAFF_COMMANDS).map(([name, run]) => [
      name,
      (sql: Sql) =>
        run(sql, {
          ...{ actor: ACTOR, needed, oneOf, fromStdin: values['password-stdin'] },
          url: publicAddress(readConfig()),
        }),
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
    console.log(found ? 'Revoked; refused within 5 s.' : 'Unknown or revoked key.')
  },
  'create-logins': (sql) => makeLogins(sql, readConfig()),
  'verify-audit': (sql) => checkAudit(sql, values.anchor ?? []),
  'remove-demo-access': dropDemoAccess,
}

const [name = 'help'] = positionals
if (values.help || name === 'help') {
  console.log(HELP)
  process.exit(0)
}
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (command === undefined) {
  console.error(`There is no command '${name}'.\n\n${HELP}`)
  process.exit(2)
}
try {
  await run(command)
} catch (error) {
  // Operators need one sentence; VERBOSE=1 shows the stack.
  console.error(process.env.VERBOSE ? error : startProblem(withReasons(error), process.env.DATABASE_URL || null))
  process.exitCode = 1
}

/** Unknown options end the command with code 2, like an unknown command. */
function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}. Commands and options: npm run admin -- help`)
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

/** Recorded before the work, which takes many transactions: an interrupted run is recorded too. */
async function record(sql: Sql, action: string, target: string, details: object): Promise<void> {
  await audit(sql, { actor: ACTOR, action, target, details })
}

function daysAsked() {
  return { from: values.from ?? null, to: values.to ?? null, repair: values.repair }
}

/** Adds the details of a refused password to the message. */
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
