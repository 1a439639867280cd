import Link from 'next/link'
import type { ReactNode } from 'react'
import type { PlacementOverview, ReportMeta } from '../lib/endpoints.ts'
import { count, ratio } from '../lib/formats.ts'
import classes from './View.module.css'

/** The last line of a report: how its figures add up, sampling, and definitions. */
export function ReportFoot(props: { readonly children: ReactNode; readonly meta: ReportMeta }) {
  const { sampling } = props.meta
  return (
    <footer className={classes.foot}>
      <p>{props.children}</p>
      <p>
        Sampling:{' '}
        {sampling === null
          ? 'none'
          : `${ratio(sampling.share_sampled)} of impressions; ${count(sampling.impressions_scaled)} when scaled`}
        <Link href="/definitions/">How these figures are made</Link>
      </p>
    </footer>
  )
}

/** The events behind the page's figures, and what happened to all events received on its days. */
export function FullFoot(props: { readonly data: Pick<PlacementOverview['data'], 'counted' | 'reconciliation'> }) {
  return (
    <>
      <Counted counted={props.data.counted} />
      <br />
      Exposures by day of receipt: <Reconciliation reconciliation={props.data.reconciliation} />
    </>
  )
}

/** Nothing is dropped silently: received is the sum of the others, or the difference is shown. Only sales can be superseded. */
export function Reconciliation(props: { readonly reconciliation: PlacementOverview['data']['reconciliation'] }) {
  const { received, stored, flagged, duplicate, superseded, rejected, waiting, unaccounted } = props.reconciliation
  return (
    <>
      <b>Received</b> {count(received)} = <b>stored</b> {count(stored)} + <b>flagged invalid</b> {count(flagged)} (
      {ratio(received > 0 ? flagged / received : null)}) + <b>duplicate</b> {count(duplicate)} +{' '}
      {superseded > 0 && (
        <>
          <b>superseded</b> {count(superseded)} +{' '}
        </>
      )}
      <b>rejected</b> {count(rejected)} + <b>waiting</b> {count(waiting)}
      {unaccounted !== 0 && (
        <strong>
          . {count(Math.abs(unaccounted))} {unaccounted > 0 ? 'not accounted for' : 'counted twice'}
        </strong>
      )}
    </>
  )
}

/** The same for one placement or merchant, for which duplicates and rejected events are not stored. */
export function Counted(props: { readonly counted: { readonly stored: number; readonly flagged: number } }) {
  const { stored, flagged } = props.counted
  return (
    <>
      <b>Stored</b> {count(stored + flagged)} = <b>net</b> {count(stored)} + <b>flagged invalid</b> {count(flagged)} (
      {ratio(stored + flagged > 0 ? flagged / (stored + flagged) : null)})
    </>
  )
}
