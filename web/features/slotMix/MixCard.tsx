'use client'
import { SegmentedControl } from '@mantine/core'
import { IconTriangleFilled } from '@tabler/icons-react'
import Link from 'next/link'
import { useCallback, useMemo } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeMix, type MixAreaData, mixArea, mixRows } from '../../charts/mixArea.ts'
import type { SlotMix, SlotMixRow } from '../../lib/endpoints.ts'
import { count, date, ratio } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Figure } from '../../ui/Figure.tsx'
import { Card, Tag } from '../../ui/View.tsx'
import { explanationsOf, limitText, loadText } from './figures.ts'
import classes from './SlotMix.module.css'
import { texts } from './strings.ts'

/** The chosen placement: who pays per day, since when too much, and for which packages. */
export function MixCard({ answer, row }: { readonly answer: SlotMix; readonly row: SlotMixRow }) {
  const { get, set } = useAddress()
  const { meta } = answer
  const unit = get('unit') === 'counts' ? 'counts' : 'percent'
  const data = useMemo<MixAreaData>(
    () => ({
      days: row.days.map((day) => ({ ...day, isAbove: day.limit_state === 'above' })),
      ...{ limitPct: meta.limit_pct, unfinishedDay: meta.unfinished_day, unit },
    }),
    [row.days, meta, unit],
  )
  const options = useCallback((colours: ChartColours) => mixArea(data, colours), [data])
  return (
    <Card label={row.placement_name}>
      <Figure
        title={row.placement_name}
        subtitle={texts.chartSubtitle}
        controls={
          <SegmentedControl
            size="xs"
            aria-label={texts.unit}
            value={unit}
            onChange={(next) => set({ unit: next === 'counts' ? next : '' })}
            data={[
              { value: 'percent', label: texts.percent },
              { value: 'counts', label: texts.counts },
            ]}
          />
        }
        sentence={describeMix(data)}
        table={mixRows(data)}
        file={`slot-mix_${row.placement_key}_${meta.start}_${meta.end}_${meta.traffic}`}
        height={260}
        layout={{ left: 44, right: 20, points: 'edges' }}
        empty={row.total_impressions === 0 ? texts.noImpressions : null}
        options={options}
      />
      <Legend limit={limitText(answer)} isUnfinished={meta.unfinished_day !== null} />
      <p className={classes.says}>
        <b>{aboveWords(row, limitText(answer))}</b>{' '}
        {row.alert_since !== null && texts.openSince(date(row.alert_since, false))}{' '}
        {row.ad_load !== null && (
          <Explain explanation={explanationsOf(answer, row).adLoad}>{texts.adLoad(loadText(row.ad_load))}</Explain>
        )}
      </p>
      <Packages row={row} />
    </Card>
  )
}

function Legend({ limit, isUnfinished }: { readonly limit: string; readonly isUnfinished: boolean }) {
  return (
    <ul className={classes.legend} aria-label={texts.legend}>
      {(['CPI', 'CPC', 'CPA'] as const).map((type) => (
        <li key={type}>
          <i className={classes[type.toLowerCase()]} aria-hidden /> {type}
        </li>
      ))}
      <li>
        <i className={classes.organic} aria-hidden /> {texts.organic}
      </li>
      <li>
        <IconTriangleFilled size={10} className={classes.warn ?? ''} aria-hidden /> {texts.dayAbove(limit)}
      </li>
      {isUnfinished && <li>{texts.todaySoFar}</li>}
    </ul>
  )
}

function aboveWords({ days }: SlotMixRow, limit: string): string {
  const enough = days.filter((day) => day.limit_state !== 'too_few')
  const above = enough.filter((day) => day.limit_state === 'above')
  if (enough.length === 0) return texts.tooFewPerDay(limit)
  if (above.length === 0) return texts.neverAbove(limit)
  return texts.aboveOnDays(count(above.length), count(enough.length), limit)
}

/** Only people who may read packages get links to them. */
function Packages({ row }: { readonly row: SlotMixRow }) {
  const me = useMe()
  if (row.packages.length === 0) return <p className={classes.says}>{texts.noPackages}</p>
  return (
    <table className={classes.packages}>
      <caption className="visually-hidden">{texts.packagesHere}</caption>
      <tbody>
        {row.packages.map((one) => (
          <tr key={one.package_id}>
            <th scope="row">
              {may(me, 'read_packages') ? (
                <Link href={`/packages/view/?id=${one.package_id}`}>{one.package_name}</Link>
              ) : (
                one.package_name
              )}
              <Tag>{one.package_type}</Tag>
            </th>
            <td>{one.merchant_name}</td>
            <td>{count(one.impressions)}</td>
            <td>{ratio(one.impressions / row.total_impressions)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
