'use client'
import { Button, Skeleton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconDownload, IconLink } from '@tabler/icons-react'
import { urlOf } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { rangeQuery } from '../../lib/viewState.ts'
import { isStale } from '../shell/staleness.ts'
import { answerOf } from './answer.ts'
import { DailyCard } from './DailyCard.tsx'
import { KpiStrip } from './KpiStrip.tsx'
import classes from './PlacementOverview.module.css'
import { PlacementTable } from './PlacementTable.tsx'
import { Reconciliation } from './Reconciliation.tsx'
import { EmptyState, ErrorState, StaleBanner } from './States.tsx'
import { usePlacementOverview } from './usePlacementOverview.ts'

/** Where are brands seen, and where is room? */
export function PlacementOverviewView() {
  const { data: overview, error, isPlaceholderData, dataUpdatedAt, refetch } = usePlacementOverview()
  if (overview === undefined) {
    return error ? <ErrorState error={error} what="Placements" onRetry={refetch} /> : <Loading />
  }
  const stale = isStale(overview.meta, dataUpdatedAt)
  const { lead, rest } = answerOf(overview, stale)
  return (
    <div className={isPlaceholderData ? classes.waiting : undefined} aria-busy={isPlaceholderData}>
      <div className={classes.head}>
        <div>
          <h1>Placement overview</h1>
          <p className={classes.answer}>
            <b>{lead}</b> {rest}
          </p>
        </div>
        <Actions />
      </div>
      {error && <ErrorState error={error} what="The latest figures" onRetry={refetch} />}
      {stale && <StaleBanner meta={overview.meta} />}
      {overview.data.totals.total_impressions === 0 ? (
        <EmptyState meta={overview.meta} hasPlacements={overview.data.rows.length > 0} />
      ) : (
        <>
          <section className={classes.card} aria-label="Totals">
            <KpiStrip overview={overview} comparable={!stale} />
            <DailyCard overview={overview} />
          </section>
          <PlacementTable overview={overview} comparable={!stale} />
        </>
      )}
      <Reconciliation overview={overview} />
    </div>
  )
}

function Actions() {
  const [state] = useViewState()
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <div className={classes.actions}>
      <Button leftSection={<IconLink size={14} aria-hidden />} onClick={() => clipboard.copy(window.location.href)}>
        {clipboard.copied ? 'Copied' : 'Copy link'}
      </Button>
      <Button
        component="a"
        download
        href={urlOf(ENDPOINTS.placementOverview, { ...rangeQuery(state), format: 'csv' })}
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        CSV
      </Button>
    </div>
  )
}

function Loading() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={28} width={240} mb={24} />
      <Skeleton height={88} mb={8} />
      <Skeleton height={180} mb={16} />
      {Array.from({ length: 8 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have nothing else
        <Skeleton key={i} height={34} mb={8} />
      ))}
    </div>
  )
}
