import { commercialOverview } from '@bx/contracts/endpoints/commercialOverview'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { CsvTable } from '@bx/contracts/tables/csvTable'
import { readCommercialOverview } from '../../commercial/overview/readCommercialOverview.ts'
import type { Answers } from '../answers.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

export function mountCommercialOverview(mounts: Mounts, { sql, now, organisation }: AppDeps, answers: Answers): void {
  const { currency } = organisation
  mounts.mount(
    commercialOverview,
    // States of packages are those of now, and bills depend on the whole flight.
    answers(commercialOverview, () => ({
      read: (period) => readCommercialOverview(sql, period, { now: now(), currency }),
      looksBeyond: true,
    })),
    { csv: (answer) => daysCsv(answer), asksItself: true },
  )
}

function daysCsv({ data, meta }: Answer<typeof commercialOverview>): CsvTable {
  return {
    name: `commercial_overview_${meta.start}_${meta.end}`,
    columns: ['day', 'package_revenue', 'commission', 'currency'],
    rows: data.days.map((row) => [row.day, row.package_revenue, row.commission, meta.currency]),
    total: ['Total', data.package_revenue, data.commission, meta.currency],
  }
}
