'use client'
import Link from 'next/link'
import { useCallback, useState } from 'react'
import { Chart } from '../../charts/Chart.tsx'
import type { ChartColours } from '../../charts/dailyLine.ts'
import { type ShareSlice, shareDonut } from '../../charts/shareDonut.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { count, percentage, points } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { carriedQuery } from '../../lib/viewState.ts'
import { Delta } from '../../ui/Delta.tsx'
import classes from '../../ui/ui.module.css'
import { type ShareRow, shareRows } from './shareRows.ts'

/** Rules after these ranks: what the two concentration figures sum up. */
const RULES = [3, 5]

/** Who gets the impressions: the donut, and the ranked table that is its legend. */
export function ShareCard({
  answer,
  comparable,
}: {
  readonly answer: PlacementDeepDive
  readonly comparable: boolean
}) {
  const [lit, setLit] = useState<number | null>(null)
  const rows = shareRows(answer)
  const { totals, concentration } = answer.data
  return (
    <section className={classes.card} aria-label="Who gets the impressions">
      <div className={classes.tableHead}>
        <h2>
          Who gets the impressions<span>Share of {count(totals.impressions)}</span>
        </h2>
      </div>
      {totals.unique_merchants < 2 ? (
        <p className={classes.note}>
          {rows[0] ? `${rows[0].name} is the only merchant shown here.` : 'No merchant was shown here.'}
        </p>
      ) : (
        <div className={classes.split}>
          <Donut rows={rows} lit={lit} share={concentration.top_3_share_pct}>
            <p>
              {count(totals.unique_merchants)} merchants
              <br />
              Concentration <b>{concentration.hhi?.toFixed(3) ?? '–'}</b>, {level(concentration.hhi)}
            </p>
          </Donut>
          <ShareTable rows={rows} lit={lit} onLight={setLit} comparable={comparable} />
        </div>
      )}
    </section>
  )
}

function Donut(props: {
  readonly rows: readonly ShareRow[]
  readonly lit: number | null
  readonly share: number | null
  readonly children: React.ReactNode
}) {
  const { rows, lit } = props
  const slices = JSON.stringify(rows.map(({ name, impressions, isOther }) => ({ name, value: impressions, isOther })))
  // By content: a live refetch with the same figures draws nothing anew.
  const options = useCallback(
    (colours: ChartColours) => shareDonut(JSON.parse(slices) as ShareSlice[], lit, colours),
    [slices, lit],
  )
  return (
    <div className={classes.centre}>
      <Chart height={220} options={options} />
      <span className={classes.hole} aria-hidden>
        <b>{percentage(props.share, 1)}</b>top 3
      </span>
      {props.children}
    </div>
  )
}

function ShareTable(props: {
  readonly rows: readonly ShareRow[]
  readonly lit: number | null
  readonly onLight: (index: number | null) => void
  readonly comparable: boolean
}) {
  const [state] = useViewState()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Merchants by share">
      <table className={`${classes.table} ${classes.compact}`}>
        <caption className="visually-hidden">Merchants by share of impressions</caption>
        <thead>
          <tr>
            <th scope="col">Merchant</th>
            <th scope="col">Impressions</th>
            <th scope="col">Share, %</th>
            <th scope="col">Change, pts</th>
            <th scope="col">Running, %</th>
          </tr>
        </thead>
        <tbody onPointerLeave={() => props.onLight(null)}>
          {props.rows.map((row, i) => (
            <tr
              key={row.id}
              className={[RULES.includes(i + 1) ? classes.rule : '', props.lit === i ? classes.lit : ''].join(' ')}
              onPointerEnter={() => props.onLight(i)}
            >
              <th scope="row">
                <span className={classes.rank}>{row.isOther ? '–' : i + 1}</span>
                <span
                  className={`${classes.swatch} ${row.isOther ? classes.hatched : ''}`}
                  style={row.isOther ? undefined : { background: `var(--bx-rank-${i + 1})` }}
                  aria-hidden
                />
                {row.isOther ? (
                  <>
                    Other <span className={classes.muted}>{row.name}</span>
                  </>
                ) : (
                  <Link className={classes.rowLink ?? ''} href={`/merchants/view/${carriedQuery(state, row.id)}`}>
                    {row.name}
                  </Link>
                )}
              </th>
              <td>{count(row.impressions)}</td>
              <td>
                <b>{row.share?.toFixed(1) ?? '–'}</b>
              </td>
              <td>
                {props.comparable && row.before !== null && row.share !== null ? (
                  <Delta change={points(row.share, row.before)} better={null} />
                ) : (
                  '–'
                )}
              </td>
              <td className={classes.muted}>{row.running.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Levels of the US merger guidelines (2023), section 2.1: 1,000 and 1,800 of 10,000. */
function level(hhi: number | null): string {
  if (hhi === null) return 'no value'
  return hhi < 0.1 ? 'low' : hhi < 0.18 ? 'moderate' : 'high'
}
