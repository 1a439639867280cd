'use client'
import { useNetwork } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconCloudOff } from '@tabler/icons-react'
import { ratio, time } from '../../lib/formats.ts'
import { useReportStatus } from '../../lib/reportMeta.tsx'
import { isStale, secondsBehind } from '../../lib/staleness.ts'
import classes from './TopBar.module.css'

/** How fresh the figures are: all events received before this time are counted. */
export function Freshness() {
  const status = useReportStatus()
  const { online } = useNetwork()
  if (status === null) return null
  const { meta, hasFailed } = status
  const at = time(meta.complete_to, meta.time_zone, true)
  if (hasFailed || !online) {
    return (
      <span className={classes.fresh}>
        <IconCloudOff size={16} aria-hidden /> {online ? 'No answer' : 'Offline'}, last data{' '}
        {time(meta.complete_to, meta.time_zone)}
      </span>
    )
  }
  const sampled = meta.sampling && <span>Sampled, {ratio(meta.sampling.share_sampled, 0)} of impressions</span>
  if (isStale(meta)) {
    return (
      <span className={`${classes.fresh} ${classes.late}`}>
        <IconAlertTriangleFilled size={16} aria-hidden /> Complete to {at}, {behind(secondsBehind(meta))}
        {sampled}
      </span>
    )
  }
  return (
    <span className={classes.fresh}>
      <span className={classes.dot} aria-hidden />{' '}
      <span>
        Complete to <b>{at}</b>
      </span>
      {sampled}
    </span>
  )
}

function behind(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s behind` : `${Math.round(seconds / 60)} min behind`
}
