import type { UpsertResult } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import type { MerchantLine } from './parseMerchants.ts'
import { texts } from './strings.ts'

export type Outcome = UpsertResult['rows'][number]['outcome']

/** One line of the text with its outcome. */
export interface BulkRow extends MerchantLine {
  readonly outcome: Outcome
  /** The rejected column. */
  readonly column: string | null
  readonly reason: string | null
}

/** Input before sending: the entries of the readable lines. */
export function entriesOf(lines: readonly MerchantLine[]) {
  return lines
    .filter(({ problem }) => problem === null)
    .map(({ merchant_ref, merchant_name, category }) => ({ merchant_ref, merchant_name, category }))
}

/** Each line with its outcome, rejected ones first; `result` has the entries of the same lines. */
export function bulkRows(lines: readonly MerchantLine[], result: UpsertResult): BulkRow[] {
  const sent = lines.filter(({ problem }) => problem === null)
  const lineOf = (index: number) => sent[index]!.line
  const outcomes = new Map(result.rows.map((row) => [lineOf(row.index), row]))
  const rows = lines.map((line): BulkRow => {
    const row = outcomes.get(line.line)
    if (row === undefined) return { ...line, outcome: 'refused', column: null, reason: line.problem }
    const { outcome, refusal } = row
    // The server counts entries, the reader counts lines.
    const reason = refusal?.message.replace(/^entry (\d+)/, (_, entry: string) =>
      texts.lineOf(lineOf(Number(entry) - 1)),
    )
    return { ...line, outcome, column: refusal?.field ?? null, reason: reason ?? null }
  })
  return rows.sort((a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused'))
}

/** "2 new, 1 changed, 3 unchanged, 1 refused." */
export function summaryOf(rows: readonly BulkRow[], isDone: boolean): string {
  const of = (wanted: Outcome) => count(rows.filter(({ outcome }) => outcome === wanted).length)
  const [made, changed] = isDone ? ['created', 'updated'] : ['new', 'changed']
  return texts.unchangedRefused(of('created'), made, of('updated'), changed, of('unchanged'), of('refused'))
}
