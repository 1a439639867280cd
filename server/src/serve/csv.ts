import { type CsvTable, fileName } from '@bx/contracts/tables/csvTable'
import { type CsvOptions, csvText } from '@bx/contracts/tables/csvText'
import type { FastifyReply } from 'fastify'

/** Sends a table as a file, and the number of all rows if it is known. */
export function writeCsv(reply: FastifyReply, table: CsvTable, options: CsvOptions): FastifyReply {
  const total = table.of === undefined ? table.rows.length : table.of
  if (total !== null) reply.header('x-total-rows', String(total))
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName(table, 'csv')}"`)
    .send(csvText(table, options))
}
