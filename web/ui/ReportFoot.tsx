import Link from 'next/link'
import type { ReactNode } from 'react'
import type { PlacementOverview, ReportMeta } from '../lib/endpoints.ts'
import { count, ratio } from '../lib/formats.ts'
import { texts } from './strings.ts'
import classes from './View.module.css'

/** The last line of a report: how its figures add up, sampling, and definitions. */
export function ReportFoot(props: { readonly children: ReactNode; readonly meta: ReportMeta }) {
  const { sampling } = props.meta
  return (
    <footer className={classes.foot}>
      <p>{props.children}</p>
      <p>
        {texts.sampling}{' '}
        {sampling === null
          ? texts.noneInText
          : texts.ofImpressionsWhenScaled(ratio(sampling.share_sampled), count(sampling.impressions_scaled))}
        <Link href="/definitions/">{texts.howTheseFiguresAreMade}</Link>
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
      {texts.exposuresByDayOfReceipt} <Reconciliation reconciliation={props.data.reconciliation} />
    </>
  )
}

/** Nothing is dropped silently: received is the sum of the others, or the difference is shown. Only sales can be superseded. */
export function Reconciliation(props: { readonly reconciliation: PlacementOverview['data']['reconciliation'] }) {
  const { received, stored, flagged, duplicate, superseded, rejected, waiting, unaccounted } = props.reconciliation
  return (
    <>
      <b>{texts.received}</b> {count(received)} = <b>{texts.storedInText}</b> {count(stored)} +{' '}
      <b>{texts.flaggedInvalid}</b> {count(flagged)} ({ratio(received > 0 ? flagged / received : null)}) +{' '}
      <b>{texts.duplicate}</b> {count(duplicate)} +{' '}
      {superseded > 0 && (
        <>
          <b>{texts.superseded}</b> {count(superseded)} +{' '}
        </>
      )}
      <b>{texts.rejected}</b> {count(rejected)} + <b>{texts.waiting}</b> {count(waiting)}
      {unaccounted !== 0 && (
        <strong>
          . {count(Math.abs(unaccounted))} {unaccounted > 0 ? texts.notAccountedFor : texts.countedTwice}
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
      <b>{texts.stored}</b> {count(stored + flagged)} = <b>{texts.net}</b> {count(stored)} +{' '}
      <b>{texts.flaggedInvalid}</b> {count(flagged)} (
      {ratio(stored + flagged > 0 ? flagged / (stored + flagged) : null)})
    </>
  )
}
