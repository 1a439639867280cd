import type { Key, RollupName } from './countedConversion.ts'
export interface Cell {
  readonly key: Key
  readonly values: number[]
}

export type OutcomeRollup = RollupName | 'click_daily'
