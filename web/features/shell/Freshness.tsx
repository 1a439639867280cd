'use client'
import { IconAlertTriangleFilled, IconCloudOff } from '@tabler/icons-react'
import { time } from '../../lib/formats.ts'
import { usePlacementOverview } from '../placementOverview/usePlacementOverview.ts'
import { isStale, secondsBehind } from './staleness.ts'
import classes from './TopBar.module.css'

/** How far the figures go: everything acknowledged before that moment is counted. */
export function Freshness() {
  const { data, isError, dataUpdatedAt } = usePlacementOverview()
  if (data === undefined) return null
  const { complete_to: completeTo, time_zone: timeZone } = data.meta
  const at = time(completeTo, timeZone, true)
  if (isError) {
    return (
      <span className={classes.fresh}>
        <IconCloudOff size={16} aria-hidden /> Offline, last data {at}
      </span>
    )
  }
  if (isStale(data.meta, dataUpdatedAt)) {
    return (
      <span className={`${classes.fresh} ${classes.late}`}>
        <IconAlertTriangleFilled size={16} aria-hidden /> Complete to {at},{' '}
        {behind(secondsBehind(data.meta, dataUpdatedAt))}
      </span>
    )
  }
  return (
    <span className={classes.fresh}>
      <span className={classes.dot} aria-hidden />{' '}
      <span>
        Complete to <b>{at}</b>
      </span>
    </span>
  )
}

function behind(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s behind` : `${Math.round(seconds / 60)} min behind`
}
