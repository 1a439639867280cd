import type { FactColumn, FactTable } from './factTable.ts'

/** Columns, checks and key, in parentheses. */
export function tableBody(table: FactTable, key: readonly string[]): string {
  const checks = table.checks.map((check) => `check (${check})`)
  return `(${[...table.columns.map(columnText), ...checks, `primary key (${key.join(', ')})`].join(', ')})`
}

/** A column in the syntax of `create table` and `add column`. */
export function columnText({ name, type, isNullable, default: value }: FactColumn): string {
  return `"${name}" ${type}${isNullable ? '' : ' not null'}${value === undefined ? '' : ` default ${value}`}`
}
