import type { Tx } from '../db/client.ts'
import { addSaturating } from '../lib/saturate.ts'
import type { Cell, OutcomeRollup } from './cell.ts'
import type { CountedConversion, Key } from './countedConversion.ts'
import { CREDIT_COLUMNS, outcomesOf } from './outcomesOf.ts'
import { numberPaths } from './pathNumbers.ts'

// Sums the changes of many conversions and clicks, so that each rollup row is written once.

interface RollupColumns {
  readonly keys: Readonly<Record<string, string>>
  readonly values: readonly string[]
}

const OUTCOME_COLUMNS = [
  ...['pending', 'confirmed', 'rejected', 'refunded', 'click_through'],
  ...['pending_commission', 'confirmed_commission', 'rejected_commission', 'refunded_commission'],
]

/** Key columns with their types, and the columns that are summed. */
export const OUTCOME_ROLLUPS: Readonly<Record<OutcomeRollup, RollupColumns>> = {
  click_daily: { keys: { merchant_id: 'uuid', day: 'date', placement_id: 'uuid' }, values: ['clicks', 'repeated'] },
  outcome_daily: {
    keys: { merchant_id: 'uuid', model: 'text', day: 'date', placement_id: 'uuid' },
    values: OUTCOME_COLUMNS,
  },
  touch_daily: {
    keys: { merchant_id: 'uuid', day: 'date', placement_id: 'uuid', previous_day: 'date' },
    values: OUTCOME_COLUMNS,
  },
  credit_daily: { keys: { merchant_id: 'uuid', day: 'date', placement_id: 'uuid' }, values: CREDIT_COLUMNS },
  unattributed_daily: {
    keys: { merchant_id: 'uuid', day: 'date', reason: 'text' },
    values: ['conversions', 'commission'],
  },
  path_daily: {
    keys: { merchant_id: 'uuid', day: 'date', path_id: 'int' },
    values: ['conversions', 'commission'],
  },
  path_sale_daily: {
    keys: { merchant_id: 'uuid', day: 'date', through_id: 'uuid' },
    values: ['conversions', 'commission', 'pending'],
  },
  path_touch_daily: {
    keys: { merchant_id: 'uuid', day: 'date', through_id: 'uuid', placement_id: 'uuid' },
    values: ['times_in_path', 'first_touches', 'last_seen', 'seconds_before'],
  },
  path_lag_daily: {
    keys: { merchant_id: 'uuid', day: 'date', through_id: 'uuid', from_seconds: 'int' },
    values: ['conversions', 'seconds'],
  },
  path_credit_daily: {
    keys: { merchant_id: 'uuid', day: 'date', through_id: 'uuid', placement_id: 'uuid' },
    values: CREDIT_COLUMNS,
  },
}

export const OUTCOME_ROLLUP_NAMES = Object.keys(OUTCOME_ROLLUPS) as OutcomeRollup[]

/** Cells held before they are written: about 25 MB. */
const MANY = 50_000

export class Cells {
  readonly #rollups = new Map(OUTCOME_ROLLUP_NAMES.map((name) => [name, new Map<string, Cell>()]))
  /** Cells of path_daily, by [merchant, day, path, clipped, left out] until their paths are numbered. */
  readonly #paths = new Map<string, Cell>()
  readonly #creditedTo: number

  /** @param creditedTo sales with a greater number are not in credit_daily yet; null: all are */
  constructor(creditedTo: number | null) {
    this.#creditedTo = creditedTo ?? Number.POSITIVE_INFINITY
  }

  /** Adds the figures of a conversion, or subtracts them with -1. */
  count(conversionNo: number, conversion: CountedConversion, sign: 1 | -1): void {
    outcomesOf(conversion, (rollup, key, values) => {
      if (rollup !== 'credit_daily' || conversionNo <= this.#creditedTo) this.add(rollup, key, values, sign)
    })
  }

  add(rollup: OutcomeRollup, key: Key, values: readonly number[], sign: 1 | -1 = 1): void {
    addTo(rollup === 'path_daily' ? this.#paths : this.#rollups.get(rollup)!, key, values, sign)
  }

  /** Cells that are not all zero, by key. */
  of(rollup: OutcomeRollup): ReadonlyMap<string, Cell> {
    return new Map([...this.#rollups.get(rollup)!].filter(([, { values }]) => values.some((v) => v !== 0)))
  }

  /** Replaces each path by its number in the cells of path_daily. */
  async numberPaths(tx: Tx): Promise<void> {
    const cells = [...this.#paths.values()].filter(({ values }) => values.some((value) => value !== 0))
    this.#paths.clear()
    if (cells.length === 0) return
    const pathIds = await numberPaths(
      tx,
      cells.map(({ key }) => ({ path: String(key[2]), clipped: key[3] === true, leftOut: String(key[4]) })),
    )
    const numbered = this.#rollups.get('path_daily')!
    for (const [i, { key, values }] of cells.entries()) addTo(numbered, [key[0]!, key[1]!, pathIds[i]!], values, 1)
  }

  /** Many cells are held: a sale with 200 placements has 160,000. */
  get areMany(): boolean {
    let cells = this.#paths.size
    for (const rollup of this.#rollups.values()) cells += rollup.size
    return cells > MANY
  }

  clear(): void {
    for (const cells of this.#rollups.values()) cells.clear()
  }
}

function addTo(cells: Map<string, Cell>, key: Key, values: readonly number[], sign: 1 | -1): void {
  const name = key.join(' ')
  const cell = cells.get(name)
  if (cell === undefined) cells.set(name, { key, values: values.map((value) => sign * value) })
  else for (const [i, value] of values.entries()) cell.values[i] = addSaturating(cell.values[i]!, sign * value)
}
