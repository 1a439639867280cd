'use client'
import Link from 'next/link'
import type { MerchantSummary } from '../../lib/endpoints.ts'
import { average, count, countChange, percentage, ratio } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { carriedQuery } from '../../lib/viewState.ts'
import { Delta } from '../../ui/Delta.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { explainFrequency, explainReach, reachText } from '../../ui/reachKpis.ts'
import classes from '../../ui/ui.module.css'

/** What the merchant got in each placement. */
export function PlacementsTable(props: { readonly answer: MerchantSummary; readonly comparable: boolean }) {
  const [state] = useViewState()
  const { data, meta } = props.answer
  const { totals } = data
  return (
    <section className={classes.card} aria-label="By placement">
      <div className={classes.tableHead}>
        <h2>
          By placement<span>{data.placements.length}</span>
        </h2>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Table of placements">
        <table className={classes.table}>
          <caption className="visually-hidden">Exposure by placement</caption>
          <thead>
            <tr>
              {['Placement', 'Impressions', 'Share', 'Change', 'Reach', 'Frequency', 'Average rank', 'Viewable'].map(
                (title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            <tr className={classes.total}>
              <th scope="row">All placements</th>
              <td>{count(totals.impressions)}</td>
              <td>{percentage(100, 1)}</td>
              <td>
                <Change comparison={props.comparable ? totals.comparison : null} />
              </td>
              <td>{reachText(totals, count)}</td>
              <td>{average(totals.frequency)}</td>
              <td>{average(totals.avg_rank)}</td>
              <td>{ratio(totals.viewable_rate)}</td>
            </tr>
            {data.placements.map((row) => (
              <tr key={row.placement_id}>
                <th scope="row">
                  <Link
                    className={classes.rowLink ?? ''}
                    href={`/placements/view/${carriedQuery(state, row.placement_id)}`}
                  >
                    {row.placement_name}
                  </Link>
                </th>
                <td>{count(row.impressions)}</td>
                <td>{percentage(totals.impressions > 0 ? (row.impressions / totals.impressions) * 100 : null, 1)}</td>
                <td>
                  <Change comparison={props.comparable ? row.comparison : null} />
                </td>
                <td>
                  <Explain explanation={explainReach(row, meta, row.placement_name, data.flagged_impressions)}>
                    {reachText(row, count)}
                  </Explain>
                </td>
                <td>
                  <Explain explanation={explainFrequency(row, meta, row.placement_name, data.flagged_impressions)}>
                    {average(row.frequency)}
                  </Explain>
                </td>
                <td>{average(row.avg_rank)}</td>
                <td>{ratio(row.viewable_rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={classes.tableFoot}>
        <span>{data.placements.length} placements</span>
        <span>Reach counts each person once, so it does not add up. Changes are over whole days.</span>
      </div>
    </section>
  )
}

function Change(props: { readonly comparison: { impressions: number; impressions_before: number } | null }) {
  if (props.comparison === null) return '–'
  return <Delta change={countChange(props.comparison.impressions, props.comparison.impressions_before)} better="up" />
}
