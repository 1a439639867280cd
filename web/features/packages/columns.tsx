import type { Packages, SoldPackage } from '../../lib/endpoints.ts'
import { count, dateRange, NO_VALUE, percentage, sumMoney } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import type { Column } from '../../ui/tableSpec.ts'
import { PacingTag } from './PacingTag.tsx'
import classes from './Packages.module.css'
import { chanceText, unitsPerDay, whyText } from './pacing.ts'
import { nextStep, unitsText } from './states.ts'
import { texts } from './strings.ts'

/** The columns after the name of the package. */
export function columnsOf({ meta }: Packages): Column<SoldPackage>[] {
  return [
    {
      key: 'merchant_name',
      title: texts.merchant,
      left: true,
      isText: true,
      value: (row) => row.merchant_name.toLowerCase(),
      cell: (row) => row.merchant_name,
    },
    {
      key: 'end_date',
      title: texts.dates,
      left: true,
      help: texts.sortedByTheLastDay,
      value: (row) => row.end_date,
      cell: (row) => dateRange(row.first_day, row.last_day, isLong(row)),
    },
    {
      key: 'goal',
      title: texts.deliveredOfGoal,
      left: true,
      help: texts.stampedUnitsThatCount,
      cell: (row) => <Delivered row={row} />,
    },
    {
      key: 'status',
      title: texts.state,
      left: true,
      cell: (row) => <PacingTag sold={row} />,
    },
    {
      key: 'pacing_pct',
      title: texts.pacing,
      help: texts.pacingHelp,
      cell: (row) => (row.pacing?.pacing_pct == null ? NO_VALUE : <b>{percentage(row.pacing.pacing_pct)}</b>),
    },
    {
      key: 'chance',
      title: texts.chanceOfTheGoal,
      help: texts.chanceHelp,
      priority: 1,
      cell: (row) => chanceText(row.pacing?.chance ?? null),
    },
    {
      key: 'units_per_day',
      title: texts.nowADay,
      help: texts.nowADayHelp,
      priority: 1,
      cell: (row) => unitsPerDay(row.pacing?.units_per_day ?? null),
    },
    {
      key: 'needed_per_day',
      title: texts.neededADay,
      help: texts.neededADayHelp,
      priority: 1,
      cell: (row) => unitsPerDay(row.pacing?.needed_per_day ?? null),
    },
    {
      key: 'reason',
      title: texts.why,
      left: true,
      help: texts.whyHelp,
      priority: 1,
      cell: (row) => whyText(row.pacing),
    },
    {
      key: 'next',
      title: texts.next,
      left: true,
      priority: 3,
      cell: (row) => nextStep(row, meta.time_zone),
    },
    {
      key: 'price',
      title: texts.price,
      priority: 2,
      value: (row) => readMoney(row.price),
      cell: (row) => sumMoney(row.price, meta.currency),
    },
    {
      key: 'po_number',
      title: texts.poNumber,
      left: true,
      priority: 3,
      cell: (row) => row.po_number ?? NO_VALUE,
    },
  ]
}

/** Flights that cross the year show it. */
function isLong({ first_day: first, last_day: last }: SoldPackage): boolean {
  return first.slice(0, 4) !== last.slice(0, 4)
}

function Delivered({ row }: { readonly row: SoldPackage }) {
  const { goal_units: goal, planned_units: planned, delivery } = row
  const delivered = delivery.delivered_units
  if (goal === null) return texts.noGoal(unitsText(row.package_type, delivered))
  return (
    <>
      <span
        className={classes.bar}
        aria-hidden
        title={planned === null ? undefined : texts.plannedByNowOf(count(Math.round(planned)))}
      >
        <span style={{ width: `${Math.min(1, delivered / goal) * 100}%` }} />
        {row.pacing?.forecast_units != null && (
          <span
            className={classes.forecastBar}
            style={{ width: `${Math.min(1, row.pacing.forecast_units / goal) * 100}%` }}
          />
        )}
        {planned !== null && <i style={{ left: `${Math.min(1, planned / goal) * 100}%` }} />}
      </span>
      <b>{count(delivered)}</b> {texts.of(unitsText(row.package_type, goal))}
      {planned !== null && (
        <span className="visually-hidden">, {texts.plannedByNowOf(count(Math.round(planned)))}</span>
      )}
    </>
  )
}
