'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { Chart } from '../../charts/Chart.tsx'
import type { ChartColours } from '../../charts/colours.ts'
import { donut, labelledDonut } from '../../charts/donut.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { count, percentage, ratio } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { sameDays } from '../../lib/viewState.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { FigureTools } from '../../ui/FigureTools.tsx'
import { Plot } from '../../ui/Plot.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import { Card } from '../../ui/View.tsx'
import { topShareText } from './kpis.ts'
import classes from './OwnersCard.module.css'
import {
  describeOwners,
  explainOwner,
  explainOwnerChange,
  explainOwnerImpressions,
  explainRunning,
  type Owner,
  ownersOf,
  ownersTable,
} from './owners.ts'
import { texts } from './strings.ts'

/** Who gets the impressions: a ring with colour depth by rank, and a ranked table as its legend. */
export function OwnersCard(props: { readonly deepDive: PlacementDeepDive; readonly comparable: boolean }) {
  const { data, meta } = props.deepDive
  const router = useRouter()
  const [state] = useViewState()
  const [active, setActive] = useState<number | null>(null)
  const [asTable, setAsTable] = useState(false)
  const { top_merchants: slices, other, totals, concentration } = data
  const ring = useMemo(
    () => ({
      slices: slices.map(({ merchant_name, impressions }) => ({ name: merchant_name, impressions })),
      ...{ other: other.impressions, active },
    }),
    [slices, other.impressions, active],
  )
  const options = useCallback((colours: ChartColours) => donut(ring, colours), [ring])
  const labelled = useCallback((colours: ChartColours) => labelledDonut(ring, colours), [ring])
  const open = (index: number) => {
    const slice = slices[index]
    if (slice) router.push(sameDays('/merchants/view/', state, slice.merchant_id))
  }
  return (
    <Card label={texts.whoGetsTheImpressions}>
      <div className={classes.head}>
        <h2>{texts.whoGetsTheImpressions}</h2>
        <span>{texts.shareOf(count(totals.impressions))}</span>
        <span className={classes.tools}>
          <FigureTools
            title={texts.whoGetsTheImpressions}
            table={ownersTable(props.deepDive)}
            file={`owners_${data.placement.placement_name}_${meta.start}_${meta.end}_${meta.traffic}`}
            asTable={asTable}
            onToggle={() => setAsTable(!asTable)}
            picture={
              totals.unique_merchants < 2
                ? null
                : { height: 380, options: labelled, subtitle: texts.shareOfImpressions }
            }
          />
        </span>
      </div>
      {totals.unique_merchants < 2 ? (
        <p className={classes.single}>
          {slices[0]?.merchant_name ?? texts.nobody} {texts.getsEveryImpressionHere}
        </p>
      ) : (
        <div className={`${classes.body} ${asTable ? classes.tableOnly : ''}`}>
          {!asTable && (
            <div className={classes.ring}>
              <div className={classes.donut}>
                <Plot
                  label={describeOwners(data)}
                  table={ownersTable(props.deepDive)}
                  layout={{ left: 0, right: 0, points: 'keys' }}
                  points={{ active: { at: active, onChange: setActive }, onOpen: open }}
                >
                  <Chart height={200} options={options} onPoint={setActive} onOpen={open} />
                </Plot>
                <p className={classes.centre} aria-hidden>
                  <b>{topShareText(data, 3)}</b>
                  {texts.top3}
                </p>
              </div>
              <p>
                {texts.merchants(count(totals.unique_merchants))}
                <br />
                {texts.concentration} <b>{concentration.hhi?.toFixed(3)}</b>,{' '}
                {concentrationWord(concentration.hhi ?? 0)}
              </p>
            </div>
          )}
          <OwnersTable {...props} active={active} onActive={setActive} />
        </div>
      )}
    </Card>
  )
}

function OwnersTable(props: {
  readonly deepDive: PlacementDeepDive
  readonly comparable: boolean
  readonly active: number | null
  readonly onActive: (row: number | null) => void
}) {
  const { deepDive, comparable, active, onActive } = props
  return (
    <Scroller label={texts.tableOfMerchantsByShare}>
      <table className={classes.table} onPointerLeave={() => onActive(null)}>
        <caption className="visually-hidden">{texts.merchantsByShareOfImpressions}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.merchant}</th>
            <th scope="col">{texts.impressions}</th>
            <th scope="col" aria-sort="descending">
              {texts.share}
            </th>
            <th scope="col">{texts.change}</th>
            <th scope="col">{texts.cumulative}</th>
          </tr>
        </thead>
        <tbody>
          {ownersOf(deepDive.data).map((owner, i) => (
            <tr key={owner.name} data-active={active === i || undefined} onPointerEnter={() => onActive(i)}>
              <OwnerCells owner={owner} deepDive={deepDive} comparable={comparable} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function OwnerCells(props: {
  readonly owner: Owner
  readonly deepDive: PlacementDeepDive
  readonly comparable: boolean
}) {
  const { owner, deepDive } = props
  const [state] = useViewState()
  const isOther = owner.rank === null
  return (
    <>
      <th scope="row">
        <span className={classes.rank}>{owner.rank ?? '–'}</span>
        <i
          className={isOther ? classes.hatched : undefined}
          style={isOther ? undefined : { background: `var(--bx-rank-${owner.rank})` }}
          aria-hidden
        />
        {owner.id === null ? (
          <>
            {texts.other} <small>{owner.name}</small>
          </>
        ) : (
          <Link href={sameDays('/merchants/view/', state, owner.id)}>{owner.name}</Link>
        )}
      </th>
      <td>
        <Explain explanation={explainOwnerImpressions(deepDive, owner)}>{count(owner.impressions)}</Explain>
      </td>
      <td className={classes.share}>
        <Explain explanation={explainOwner(deepDive, owner)}>{percentage(owner.shown, 1)}</Explain>
      </td>
      <td>
        <ChangeCell
          change={owner.change}
          better={null}
          explanation={explainOwnerChange(deepDive, owner)}
          comparable={props.comparable}
        />
      </td>
      <td className={owner.rank === 3 || owner.rank === 5 ? classes.share : classes.quiet}>
        <Explain explanation={explainRunning(deepDive, owner)}>{ratio(owner.running)}</Explain>
      </td>
    </>
  )
}

/** Bounds of the Merger Guidelines (2023), section 2.1, over 10,000. */
function concentrationWord(hhi: number): string {
  return hhi > 0.18 ? 'high' : hhi > 0.1 ? 'moderate' : 'low'
}
