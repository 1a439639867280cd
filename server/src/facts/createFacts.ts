import type { Sql, Tx } from '../db/client.ts'
import type { FactTable, FactView } from './factTable.ts'
import { DAY_TABLES } from './factTables.ts'
import { FACT_VIEWS } from './factViews.ts'
import { patiently } from './patiently.ts'
import { columnText } from './tableBody.ts'
import type { Topology } from './topology/topology.ts'

// Brings the fact tables to the definitions of this release: creates missing tables and adds new columns. What exists
// is not changed, so a second run does nothing.

/** Any constant: the advisory lock of this work. */
const FACTS_LOCK = 7_340_223
const LOCK_TIMEOUT = '200ms'

export async function createFacts(owner: Sql, topology: Topology): Promise<void> {
  await patiently(() =>
    owner.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${FACTS_LOCK})`
      await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`)
      for (const table of Object.values(DAY_TABLES)) await settleTable(tx, topology, table)
      for (const view of FACT_VIEWS) if (!(await isThere(tx, view.name))) await createView(tx, view)
    }),
  )
}

/** Whether `createFacts` has run for this release. */
export async function hasFacts(sql: Sql): Promise<boolean> {
  for (const table of Object.values(DAY_TABLES)) {
    const there = await columnsOf(sql, table.name)
    if (table.columns.some(({ name }) => !there.has(name))) return false
  }
  return true
}

async function settleTable(tx: Tx, topology: Topology, table: FactTable): Promise<void> {
  if (await isThere(tx, table.name)) return addColumns(tx, table)
  await topology.createTable(tx, table)
  await tx.unsafe(`comment on table ${table.name} is ${quoted(table.comment)}`)
  await commentColumns(tx, table.name, table.columns)
  await tx.unsafe(`grant ${table.grants} on ${table.name} to bx_app`)
}

async function addColumns(tx: Tx, table: FactTable): Promise<void> {
  const there = await columnsOf(tx, table.name)
  const missing = table.columns.filter(({ name }) => !there.has(name))
  for (const column of missing) await tx.unsafe(`alter table ${table.name} add column ${columnText(column)}`)
  await commentColumns(tx, table.name, missing)
}

async function createView(tx: Tx, { name, query, comment, columns }: FactView): Promise<void> {
  await tx.unsafe(`create view ${name} with (security_invoker = on) as ${query}`)
  await tx.unsafe(`comment on view ${name} is ${quoted(comment)}`)
  await commentColumns(
    tx,
    name,
    Object.entries(columns).map(([column, text]) => ({ name: column, comment: text })),
  )
  await tx.unsafe(`grant select on ${name} to bx_app`)
}

async function commentColumns(
  tx: Tx,
  relation: string,
  columns: readonly { readonly name: string; readonly comment: string }[],
): Promise<void> {
  for (const { name, comment } of columns)
    await tx.unsafe(`comment on column ${relation}."${name}" is ${quoted(comment)}`)
}

async function isThere(tx: Tx, relation: string): Promise<boolean> {
  const [row] = await tx<{ is: boolean }[]>`select to_regclass(${relation}) is not null as is`
  return row!.is
}

async function columnsOf(sql: Sql | Tx, table: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ name: string }[]>`
    select attname as name from pg_attribute where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped`
  return new Set(rows.map(({ name }) => name))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
