'use client'
import { useNetwork } from '@mantine/hooks'
import { IconAlertTriangleFilled, IconCloudOff } from '@tabler/icons-react'
import { ratio, time } from '../../lib/formats.ts'
import { useReportStatus } from '../../lib/reportMeta.tsx'
import { isStale, secondsBehind } from '../../lib/staleness.ts'
import { texts } from './strings.ts'
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
        <IconCloudOff size={16} aria-hidden />{' '}
        {texts.offlineLastData(Boolean(online), time(meta.complete_to, meta.time_zone))}
      </span>
    )
  }
  const sampled = meta.sampling && <span>{texts.sampledOfImpressions(ratio(meta.sampling.share_sampled, 0))}</span>
  if (isStale(meta)) {
    return (
      <span className={`${classes.fresh} ${classes.late}`}>
        <IconAlertTriangleFilled size={16} aria-hidden /> {texts.completeToOf(at, behind(secondsBehind(meta)))}
        {sampled}
      </span>
    )
  }
  return (
    <span className={classes.fresh}>
      <span className={classes.dot} aria-hidden />{' '}
      <span>
        {texts.completeTo} <b>{at}</b>
      </span>
      {sampled}
    </span>
  )
}

function behind(seconds: number): string {
  return seconds < 120 ? texts.sBehind(Math.round(seconds)) : texts.minBehind(Math.round(seconds / 60))
}
