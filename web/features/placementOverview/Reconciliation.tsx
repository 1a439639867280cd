import type { PlacementOverview } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import classes from './PlacementOverview.module.css'

/** Nothing is dropped silently: received = stored + flagged + duplicate + rejected. */
export function Reconciliation({ overview: { data, meta } }: { readonly overview: PlacementOverview }) {
  const { received, stored, flagged, duplicate, rejected } = data.reconciliation
  const sampled = meta.sampling
  return (
    <footer className={classes.foot}>
      <p>
        <b>Received</b> {count(received)} = <b>stored</b> {count(stored)} + <b>flagged invalid</b> {count(flagged)} (
        {ratio(received > 0 ? flagged / received : null)}) + <b>duplicate</b> {count(duplicate)} + <b>rejected</b>{' '}
        {count(rejected)}
      </p>
      <p>
        Sampling:{' '}
        {sampled === null
          ? 'none'
          : `${ratio(sampled.share_sampled)} of impressions; ${count(sampled.impressions_scaled)} when scaled`}
      </p>
    </footer>
  )
}
