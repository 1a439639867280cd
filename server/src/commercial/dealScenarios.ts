import { type DealScenario, MOST_SCENARIOS } from '@bx/contracts/endpoints/dealScenarios'
import { audit } from '../accounts/audit.ts'
import type { StaffPrincipal } from '../accounts/principal.ts'
import type { Sql, Tx } from '../db/client.ts'
import { AppError, databaseCode } from '../lib/errors.ts'
import type { DealInput } from './checkDeal.ts'

// Saved deals. A private one exists for its owner only; a shared one is read by everyone who may simulate deals. Its
// owner may change it, and an admin, because people leave.

type Caller = Pick<StaffPrincipal, 'email' | 'permissions'>

interface Row extends Omit<DealScenario, 'may_change' | 'created_at' | 'changed_at'> {
  readonly created_at: Date
  readonly changed_at: Date
}

export async function listScenarios(sql: Sql, caller: Caller): Promise<DealScenario[]> {
  const rows = await sql<Row[]>`
    select ${fields(sql)} from deal_scenarios where owner = ${caller.email} or is_shared
    order by changed_at desc, scenario_id`
  return rows.map((row) => scenarioOf(row, caller))
}

interface NewScenario {
  readonly scenario_name: string
  readonly is_shared: boolean
  readonly deal: DealInput
}

/** Throws already_exists if the caller has a scenario with this name, too_many_scenarios if there are too many. */
export function saveScenario(sql: Sql, caller: Caller, given: NewScenario): Promise<DealScenario> {
  return namedOnce(given.scenario_name, () =>
    sql.begin(async (tx) => {
      // Counted under a lock: two concurrent requests would each find room for one more.
      await tx`select pg_advisory_xact_lock(hashtext(${`deal_scenarios ${caller.email}`}))`
      const [{ owned } = { owned: 0 }] = await tx<{ owned: number }[]>`
        select count(*) as owned from deal_scenarios where owner = ${caller.email}`
      if (owned >= MOST_SCENARIOS) throw new AppError('too_many_scenarios')
      const [row] = await tx<Row[]>`
        insert into deal_scenarios (scenario_name, owner, is_shared, deal)
        values (${given.scenario_name}, ${caller.email}, ${given.is_shared}, ${storedDeal(given.deal)}::text::jsonb)
        returning ${fields(tx)}`
      await record(tx, caller, 'save_scenario', row!)
      return scenarioOf(row!, caller)
    }),
  )
}

/** Throws unknown_scenario, not_your_scenario, already_exists. */
export function changeScenario(
  sql: Sql,
  caller: Caller,
  scenarioId: string,
  change: { readonly [Key in keyof NewScenario]?: NewScenario[Key] | undefined },
): Promise<DealScenario> {
  return namedOnce(change.scenario_name ?? '', () =>
    sql.begin(async (tx) => {
      await lockOwn(tx, caller, scenarioId)
      const deal = change.deal === undefined ? null : storedDeal(change.deal)
      const [row] = await tx<Row[]>`
        update deal_scenarios set scenario_name = coalesce(${change.scenario_name ?? null}, scenario_name),
          is_shared = coalesce(${change.is_shared ?? null}, is_shared),
          deal = coalesce(${deal}::text::jsonb, deal), changed_at = now()
        where scenario_id = ${scenarioId} returning ${fields(tx)}`
      await record(tx, caller, 'change_scenario', row!)
      return scenarioOf(row!, caller)
    }),
  )
}

/** Throws unknown_scenario, not_your_scenario. */
export async function deleteScenario(sql: Sql, caller: Caller, scenarioId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const row = await lockOwn(tx, caller, scenarioId)
    await tx`delete from deal_scenarios where scenario_id = ${scenarioId}`
    await record(tx, caller, 'delete_scenario', row)
  })
}

async function lockOwn(tx: Tx, caller: Caller, scenarioId: string): Promise<Row> {
  const [row] = await tx<Row[]>`
    select ${fields(tx)} from deal_scenarios where scenario_id::text = ${scenarioId} for update`
  if (row === undefined || (!row.is_shared && !mayChange(row, caller))) throw new AppError('unknown_scenario')
  if (!mayChange(row, caller)) throw new AppError('not_your_scenario')
  return row
}

function mayChange({ owner, is_shared }: Row, { email, permissions }: Caller): boolean {
  return owner === email || (is_shared && permissions.has('manage_staff'))
}

async function record(tx: Tx, caller: Caller, action: string, row: Row): Promise<void> {
  const { scenario_id: target, scenario_name, is_shared, deal } = row
  await audit(tx, { actor: caller.email, action, target, details: { scenario_name, is_shared, deal } })
}

/** Two scenarios of one owner never have the same name. */
async function namedOnce<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (databaseCode(error) !== '23505') throw error
    throw new AppError('scenario_exists', {
      cause: error,
      details: [{ field: 'scenario_name', message: `You already have a scenario named “${name}”` }],
    })
  }
}

function storedDeal(deal: DealInput): string {
  return JSON.stringify({ ...deal, merchant_id: deal.merchant_id ?? null })
}

function scenarioOf(row: Row, caller: Caller): DealScenario {
  const { created_at: created, changed_at: changed, ...rest } = row
  return {
    ...rest,
    may_change: mayChange(row, caller),
    created_at: created.toISOString(),
    changed_at: changed.toISOString(),
  }
}

function fields(sql: Sql | Tx) {
  return sql`scenario_id, scenario_name, owner, is_shared, deal, created_at, changed_at`
}
