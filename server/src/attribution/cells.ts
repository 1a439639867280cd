import { raiseDayVersions } from '../store/dayVersions.ts'
import { plainArray, type Tx, textArray } from '../store/db.ts'
import { addedColumns, addSaturating } from '../store/saturate.ts'
import { writeCategoryCells } from './categoryCells.ts'
import { type CountedConversion, outcomesOf, type RollupName } from './outcomesOf.ts'
import { numberPaths } from './pathNumbers.ts'

// Sums what many conversions and clicks change, so that each rollup row is written once.

type Key = readonly (string | number | boolean)[]

export interface Cell {
  readonly key: Key
  readonly values: number[]
}

interface Rollup {
  readonly keys: Readonly<Record<string, string>>
  readonly values: readonly string[]
}

export type OutcomeRollup = RollupName | 'click_daily'

/** Key columns with their types, and the columns that add up. */
export const OUTCOME_ROLLUPS: Readonly<Record<OutcomeRollup, Rollup>> = {
  click_daily: { keys: { merchant_id: 'uuid', day: 'date', placement_id: 'uuid' }, values: ['clicks'] },
  outcome_daily: {
    keys: { merchant_id: 'uuid', model: 'text', day: 'date', placement_id: 'uuid' },
    values: [
      ...['pending', 'confirmed', 'rejected', 'refunded', 'click_through'],
      ...['pending_commission', 'confirmed_commission', 'rejected_commission', 'refunded_commission'],
    ],
  },
  path_daily: {
    keys: { merchant_id: 'uuid', day: 'date', path_id: 'int' },
    values: ['conversions', 'commission'],
  },
  path_touch_daily: {
    keys: { merchant_id: 'uuid', day: 'date', placement_id: 'uuid' },
    values: ['times_in_path', 'first_touches', 'last_touches', 'seconds_before'],
  },
  path_lag_daily: { keys: { merchant_id: 'uuid', day: 'date', hours: 'int' }, values: ['conversions'] },
}

export const OUTCOME_ROLLUP_NAMES = Object.keys(OUTCOME_ROLLUPS) as OutcomeRollup[]

export class Cells {
  readonly #rollups = new Map(OUTCOME_ROLLUP_NAMES.map((name) => [name, new Map<string, Cell>()]))
  /** Cells of path_daily, by [merchant, day, path, clipped] until their paths are numbered. */
  readonly #paths = new Map<string, Cell>()

  /** Adds (or with -1 takes back) what a conversion counts. */
  count(conversion: CountedConversion, sign: 1 | -1): void {
    outcomesOf(conversion, (rollup, key, values) => this.add(rollup, key, values, sign))
  }

  add(rollup: OutcomeRollup, key: Key, values: readonly number[], sign: 1 | -1 = 1): void {
    addTo(rollup === 'path_daily' ? this.#paths : this.#rollups.get(rollup)!, key, values, sign)
  }

  /** Cells that are not all zero, by key. */
  of(rollup: OutcomeRollup): ReadonlyMap<string, Cell> {
    return new Map([...this.#rollups.get(rollup)!].filter(([, { values }]) => values.some((v) => v !== 0)))
  }

  /** Moves what was counted by path to the number of the path. */
  async numberPaths(tx: Tx): Promise<void> {
    const cells = [...this.#paths.values()].filter(({ values }) => values.some((value) => value !== 0))
    this.#paths.clear()
    if (cells.length === 0) return
    const pathIds = await numberPaths(
      tx,
      cells.map(({ key }) => ({ path: String(key[2]), clipped: key[3] === true })),
    )
    const numbered = this.#rollups.get('path_daily')!
    for (const [i, { key, values }] of cells.entries()) addTo(numbered, [key[0]!, key[1]!, pathIds[i]!], values, 1)
  }

  /** Adds everything to the rollups and takes rows out that nothing stands behind any more. */
  async write(tx: Tx): Promise<void> {
    await this.numberPaths(tx)
    const days = new Set<string>()
    for (const rollup of OUTCOME_ROLLUP_NAMES) {
      const cells = [...this.of(rollup).values()]
      if (cells.length === 0) continue
      await writeCells(tx, rollup, cells)
      for (const { key } of cells) days.add(String(key[dayAt(rollup)]))
    }
    await writeCategoryCells(tx, this)
    await raiseDayVersions(tx, 'attribution', [...days])
  }
}

function addTo(cells: Map<string, Cell>, key: Key, values: readonly number[], sign: 1 | -1): void {
  const name = key.join(' ')
  const cell = cells.get(name)
  if (cell === undefined) cells.set(name, { key, values: values.map((value) => sign * value) })
  else for (const [i, value] of values.entries()) cell.values[i] = addSaturating(cell.values[i]!, sign * value)
}

async function writeCells(tx: Tx, name: OutcomeRollup, cells: readonly Cell[]): Promise<void> {
  const { keys, values } = OUTCOME_ROLLUPS[name]
  const arrays = [
    ...Object.values(keys).map(
      (type, i) => tx`${textArray(cells.map(({ key }) => String(key[i])))}::${tx.unsafe(type)}[]`,
    ),
    ...values.map((_, i) => tx`${plainArray(cells.map((cell) => cell.values[i]!))}::bigint[]`),
  ]
  const columns = [...Object.keys(keys), ...values]
  const list = arrays.reduce((all, array) => tx`${all}, ${array}`)
  await tx`
    insert into ${tx(name)} as r (${tx(columns)})
    select * from unnest(${list}) as t (${tx(columns)})
    on conflict (${tx(Object.keys(keys))}) do update set ${tx.unsafe(addedColumns(values))}`
  if (cells.some((cell) => cell.values.some((value) => value < 0))) await deleteZeros(tx, name, cells)
}

async function deleteZeros(tx: Tx, name: OutcomeRollup, cells: readonly Cell[]): Promise<void> {
  const { values } = OUTCOME_ROLLUPS[name]
  const distinct = (at: number) => plainArray([...new Set(cells.map(({ key }) => String(key[at])))])
  await tx`
    delete from ${tx(name)} where ${tx.unsafe(values.map((value) => `${value} = 0`).join(' and '))}
      and merchant_id = any(${distinct(0)}::uuid[]) and day = any(${distinct(dayAt(name))}::date[])`
}

function dayAt(name: OutcomeRollup): number {
  return Object.keys(OUTCOME_ROLLUPS[name].keys).indexOf('day')
}
