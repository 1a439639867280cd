import { type CsvTable, csvText, fileName } from '@bx/contracts/tables/csvTable'
import type { FastifyReply } from 'fastify'

export function writeCsv(reply: FastifyReply, table: CsvTable): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName(table)}"`)
    .send(csvText(table))
}
