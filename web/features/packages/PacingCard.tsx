'use client'
import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useCallback, useMemo } from 'react'
import { burnUp, burnUpPoints, burnUpRows, describeBurnUp } from '../../charts/burnUp.ts'
import type { ChartColours } from '../../charts/colours.ts'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type OnePackage, type PackagePacing } from '../../lib/endpoints.ts'
import { count, NO_VALUE, percentage, shortCount, time } from '../../lib/formats.ts'
import { useSave } from '../../lib/useSave.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { Gaps } from './Gaps.tsx'
import classes from './Packages.module.css'
import { chanceText, unitsPerDay } from './pacing.ts'
import { texts } from './strings.ts'

/** Will it reach its goal, and why not? */
export function PacingCard(props: { readonly sold: OnePackage; readonly pacing: PackagePacing }) {
  const { sold, pacing } = props
  const { check, days, ahead, gaps, next_check_at: next } = pacing.data
  const zone = pacing.meta.time_zone
  const forecast = useMemo(() => forecastOf(check), [check])
  const goal = sold.goal_units
  const points = useMemo(() => burnUpPoints({ days, ahead, goal, forecast }), [days, ahead, goal, forecast])
  const options = useCallback((colours: ChartColours) => burnUp(points, goal, colours), [points, goal])
  return (
    <Card label={texts.pacing}>
      <div className={classes.cardHead}>
        <h2>{texts.pacing}</h2>
        <small>
          {check === null ? texts.notCheckedYet : texts.checkedAt(time(check.checked_at, zone))}
          {next !== null && `, ${texts.nextAt(time(next, zone))}`}
        </small>
        {sold.actions.includes('steer') && <CheckNow packageId={sold.package_id} />}
      </div>
      <div className={classes.pacing}>
        <Figure
          title={texts.runningTotal}
          subtitle={texts.solidDeliveredDashedPlanned}
          isQuiet
          sentence={describeBurnUp(points, goal)}
          table={burnUpRows(points)}
          file={`delivery_${sold.package_id}`}
          height={260}
          layout={{ left: 52, right: 24, points: 'edges' }}
          options={options}
          empty={points.length === 0 ? texts.theFlightHasNotBegun : null}
        />
        <div>
          <Facts check={check} goal={goal} />
          <Gaps gaps={gaps} />
          {pacing.meta.plan_problem !== null && <p role="status">{pacing.meta.plan_problem}</p>}
        </div>
      </div>
    </Card>
  )
}

function CheckNow({ packageId }: { readonly packageId: string }) {
  const save = useSave()
  const check = () => save.run(() => call(ENDPOINTS.checkPackagePacing, { params: { package_id: packageId } }))
  return (
    <>
      {save.error !== null && <span role="alert">{save.error}</span>}
      <Button
        size="xs"
        loading={save.isBusy}
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={() => void check()}
      >
        {texts.checkNow}
      </Button>
    </>
  )
}

type Check = PackagePacing['data']['check']

function forecastOf(check: Check) {
  if (check?.forecast_units == null) return null
  return { low: check.forecast_low!, mid: check.forecast_units, high: check.forecast_high! }
}

function Facts({ check, goal }: { readonly check: Check; readonly goal: number | null }) {
  const forecast = forecastOf(check)
  const facts = [
    [texts.pacing, check?.pacing_pct == null ? NO_VALUE : percentage(check.pacing_pct), plannedText(check)],
    [texts.chanceOfTheGoal, chanceText(check?.chance ?? null), ''],
    [
      texts.forecastAtTheEnd,
      forecast === null ? NO_VALUE : shortCount(forecast.mid),
      forecast === null || goal === null
        ? ''
        : texts.ofGoalWithRange(
            percentage((forecast.mid / goal) * 100),
            shortCount(forecast.low),
            shortCount(forecast.high),
          ),
    ],
    [
      texts.neededPerDay,
      unitsPerDay(check?.needed_per_day ?? null),
      check?.units_per_day == null ? '' : texts.nowPerDay(unitsPerDay(check.units_per_day)),
    ],
  ] as const
  return (
    <dl className={classes.figures}>
      {facts.map(([label, value, note]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {value}
            {note !== '' && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function plannedText(check: Check): string {
  if (check === null || check.pacing_pct === null) return ''
  return texts.ofPlanned(count(check.delivered_units), count(Math.round(check.planned_units)))
}
