import { plainArray, type Tx, textArray } from '../db/client.ts'
import { raiseDayVersions } from '../facts/dayVersions.ts'
import { addedColumns } from '../lib/saturate.ts'
import type { Cell, OutcomeRollup } from './cell.ts'
import { type Cells, OUTCOME_ROLLUP_NAMES, OUTCOME_ROLLUPS } from './cells.ts'
import { recordRestated } from './recordRestated.ts'

/** Rows of one statement: well below its timeout. */
const AT_A_TIME = 20_000

/** Adds everything to the rollups, deletes rows that are now zero, and empties the cells. */
export async function writeCells(tx: Tx, cells: Cells, { isRepair = false } = {}): Promise<void> {
  await cells.numberPaths(tx)
  // A repair writes what was already counted.
  if (!isRepair) await recordRestated(tx, cells)
  const days = new Set<string>()
  for (const rollup of OUTCOME_ROLLUP_NAMES) {
    const rows = [...cells.of(rollup).values()]
    if (rows.length === 0) continue
    for (let i = 0; i < rows.length; i += AT_A_TIME) await addRows(tx, rollup, rows.slice(i, i + AT_A_TIME))
    for (const { key } of rows) days.add(String(key[dayAt(rollup)]))
  }
  await raiseDayVersions(tx, 'attribution', [...days])
  cells.clear()
}

async function addRows(tx: Tx, name: OutcomeRollup, cells: readonly Cell[]): Promise<void> {
  const { keys, values } = OUTCOME_ROLLUPS[name]
  const arrays = [
    ...Object.values(keys).map((type, i) => keyArray(tx, cells, i, type)),
    ...values.map((_, i) => tx`${plainArray(cells.map((cell) => cell.values[i]!))}::bigint[]`),
  ]
  const columns = [...Object.keys(keys), ...values]
  const list = arrays.reduce((all, array) => tx`${all}, ${array}`)
  await tx`
    insert into ${tx(name)} as r (${tx(columns)})
    select * from unnest(${list}) as t (${tx(columns)})
    on conflict (${tx(Object.keys(keys))}) do update set ${tx.unsafe(addedColumns(values))}`
  const lowered = cells.filter((cell) => cell.values.some((value) => value < 0))
  if (lowered.length > 0) await deleteZeros(tx, name, lowered)
}

/** A column of keys. */
function keyArray(tx: Tx, cells: readonly Cell[], at: number, type: string) {
  return tx`${textArray(cells.map(({ key }) => String(key[at])))}::${tx.unsafe(type)}[]`
}

async function deleteZeros(tx: Tx, name: OutcomeRollup, cells: readonly Cell[]): Promise<void> {
  const { keys, values } = OUTCOME_ROLLUPS[name]
  const columns = Object.keys(keys)
  const list = Object.values(keys)
    .map((type, i) => keyArray(tx, cells, i, type))
    .reduce((all, array) => tx`${all}, ${array}`)
  await tx`
    delete from ${tx(name)} r using unnest(${list}) as t (${tx(columns)})
    where ${tx.unsafe(columns.map((column) => `r.${column} = t.${column}`).join(' and '))}
      and ${tx.unsafe(values.map((value) => `r.${value} = 0`).join(' and '))}`
}

function dayAt(name: OutcomeRollup): number {
  return Object.keys(OUTCOME_ROLLUPS[name].keys).indexOf('day')
}
