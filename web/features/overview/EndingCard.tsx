import type { EndingPackage } from '@bx/contracts/endpoints/commercialOverview'
import type { CommercialOverview } from '../../lib/endpoints.ts'
import { count, date, NO_VALUE, ratio } from '../../lib/formats.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import type { Column, TableSpec } from '../../ui/tableSpec.ts'
import { Tag } from '../../ui/View.tsx'
import { PACING_LABELS, STATE_LABELS, texts } from './strings.ts'

/** Running packages, the next to end first. */
export function EndingCard({ overview: { data } }: { readonly overview: CommercialOverview }) {
  const spec: TableSpec<EndingPackage> = {
    name: texts.packagesInText,
    title: texts.nextToEnd,
    one: texts.package,
    caption: texts.packagesThatRun,
    rows: data.ending,
    idOf: (row) => row.package_id,
    nameOf: (row) => row.package_name,
    hrefOf: (row) => `/packages/view/?id=${row.package_id}`,
    tagOf: (row) => <Tag>{row.status === 'live' ? row.package_type : STATE_LABELS[row.status]}</Tag>,
    columns: COLUMNS,
    order: { column: 'end_date', descending: false },
    foot: texts.unitsAreThose,
  }
  return <DataTable spec={spec} />
}

const COLUMNS: readonly Column<EndingPackage>[] = [
  {
    ...{ key: 'merchant_name', title: texts.merchant, left: true, isText: true },
    value: (row) => row.merchant_name.toLowerCase(),
    cell: (row) => row.merchant_name,
  },
  {
    ...{ key: 'end_date', title: texts.lastDay, left: true, isText: true },
    value: (row) => row.end_date,
    cell: (row) => date(row.last_day),
  },
  {
    ...{ key: 'delivered_units', title: texts.delivered },
    value: (row) => row.delivered_units,
    cell: (row) => count(row.delivered_units),
  },
  {
    ...{ key: 'of_goal', title: texts.ofGoal },
    value: (row) => (row.goal_units === null ? null : row.delivered_units / row.goal_units),
    cell: (row) => (row.goal_units === null ? texts.noGoal : ratio(row.delivered_units / row.goal_units)),
  },
  {
    ...{ key: 'pacing', title: texts.pacing, left: true },
    cell: (row) => (row.pacing_status === null ? NO_VALUE : PACING_LABELS[row.pacing_status]),
  },
  {
    ...{ key: 'chance', title: texts.chanceOfGoal, priority: 2 },
    value: (row) => row.chance,
    cell: (row) => ratio(row.chance, 0),
  },
  {
    ...{ key: 'remaining_units', title: texts.stillOwed },
    value: (row) => row.remaining_units,
    cell: (row) => (row.remaining_units === null ? NO_VALUE : count(row.remaining_units)),
  },
]
