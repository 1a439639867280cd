'use client'
import { Button } from '@mantine/core'
import { IconAlertTriangleFilled, IconRefresh, IconSquareRotatedFilled } from '@tabler/icons-react'
import { ApiError } from '../../lib/api.ts'
import type { PlacementOverview } from '../../lib/endpoints.ts'
import { count, dateRange, time } from '../../lib/formats.ts'
import classes from './PlacementOverview.module.css'

type Meta = PlacementOverview['meta']

/** What failed, what to do, and the id to quote. */
export function ErrorState(props: { readonly error: Error; readonly what: string; readonly onRetry: () => void }) {
  const requestId = props.error instanceof ApiError ? props.error.requestId : null
  return (
    <div className={`${classes.banner} ${classes.error}`} role="alert">
      <IconSquareRotatedFilled size={16} aria-hidden />
      <div>
        <b>{props.what} did not load</b>
        <p>{props.error.message}</p>
        <Button mt={8} onClick={props.onRetry} leftSection={<IconRefresh size={14} aria-hidden />}>
          Try again
        </Button>
        {requestId && <code style={{ marginLeft: 12 }}>Request {requestId}</code>}
      </div>
    </div>
  )
}

export function StaleBanner({ meta }: { readonly meta: Meta }) {
  return (
    <div className={`${classes.banner} ${classes.watch}`} role="status">
      <IconAlertTriangleFilled size={16} aria-hidden />
      <div>
        <b>Figures stop at {time(meta.complete_to, meta.time_zone)}</b>
        <p>
          {count(meta.waiting)} events are waiting and will be added. Nothing is lost. Changes are hidden until then.
        </p>
      </div>
    </div>
  )
}

export function EmptyState({ meta, hasPlacements }: { readonly meta: Meta; readonly hasPlacements: boolean }) {
  return (
    <section className={`${classes.card} ${classes.state}`}>
      <h2>{hasPlacements ? `Nothing shown on ${dateRange(meta.start, meta.end)}` : 'No impressions yet'}</h2>
      <p>Exposures appear here within 5 seconds of being acknowledged.</p>
      <p>1. Put the SDK on a page with a write key. 2. Mark a placement. 3. Open the page and come back.</p>
      <Button component="a" href="/api/docs" variant="filled">
        Open the guide
      </Button>
    </section>
  )
}
