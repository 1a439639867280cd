import type { listAudit } from '../endpoints/auditLog.ts'
import type { Answer } from '../endpoints/endpoint.ts'
import type { listFailedWork } from '../endpoints/failedWork.ts'
import type { listDeadLetters } from '../endpoints/operations.ts'
import type { CsvTable } from './csvTable.ts'

// The lists of an operator as files: the newest rows, with the number of all rows.

export function deadLettersTable({ data }: Answer<typeof listDeadLetters>): CsvTable {
  const columns = [
    ...(['dead_letter_id', 'received_at', 'kind', 'reason', 'message', 'field', 'event_id', 'key_id'] as const),
    ...(['attempts', 'replayed_at'] as const),
  ]
  const rows = data.rows.map((row) => columns.map((column) => row[column]))
  return { name: 'dead-letters', columns, rows, of: data.total }
}

export function failedWorkTable({ data }: Answer<typeof listFailedWork>): CsvTable {
  const columns = [
    ...(['loop', 'failed_id', 'item', 'events', 'reason', 'failures', 'received_at', 'failed_at'] as const),
  ]
  const rows = data.rows.map((row) => columns.map((column) => row[column]))
  return { name: 'failed-work', columns, rows, of: data.total }
}

export function auditTable({ data }: Answer<typeof listAudit>): CsvTable {
  const columns = [...(['audit_id', 'at', 'actor', 'action', 'target', 'outcome'] as const)]
  const rows = data.rows.map((row) => [...columns.map((column) => row[column]), JSON.stringify(row.details)])
  return { name: 'audit', columns: [...columns, 'details'], rows, of: data.total }
}
