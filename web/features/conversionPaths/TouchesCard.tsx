'use client'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { average, count } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'
import { texts } from './strings.ts'

/** Which placements start paths, and which end them; a name filters the paths through it. */
export function TouchesCard({ paths: { data } }: { readonly paths: ConversionPaths }) {
  const [, set] = useViewState()
  const most = Math.max(1, ...data.touches.flatMap((row) => [row.first_touch_count, row.last_seen_count]))
  return (
    <Card label={texts.firstTouchAndLastSeen}>
      <div className={table.tableHead}>
        <h2>
          {texts.firstTouchAndLastSeen}
          <span>{data.touches.length}</span>
        </h2>
      </div>
      <Scroller label={texts.tableOfTouches}>
        <table className={table.table}>
          <caption className="visually-hidden">{texts.touchesBeforeSalesByPlacement}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.placement}</th>
              <th scope="col">{texts.timesInPath}</th>
              <th scope="col">{texts.firstTouch}</th>
              <th scope="col">{texts.lastSeen}</th>
              <th scope="col">{texts.firstTouchAndLastSeenText}</th>
              <th scope="col">{texts.hoursToConversionAverage}</th>
            </tr>
          </thead>
          <tbody>
            {data.touches.map((row) => (
              <tr key={row.placement_id}>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.link}
                    title={texts.onlyPathsThrough(row.placement_name)}
                    onClick={() => set({ through: row.placement_id })}
                  >
                    {row.placement_name}
                  </button>
                </th>
                <td>{count(row.times_in_path)}</td>
                <td>{count(row.first_touch_count)}</td>
                <td>{count(row.last_seen_count)}</td>
                <td>
                  <Dumbbell first={row.first_touch_count / most} last={row.last_seen_count / most} />
                </td>
                <td>{average(row.avg_hours_to_conversion)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Card>
  )
}

function Dumbbell({ first, last }: { readonly first: number; readonly last: number }) {
  const at = (share: number) => `${share * 100}%`
  return (
    <span className={classes.dumbbell} aria-hidden>
      <i style={{ left: at(Math.min(first, last)), width: at(Math.abs(first - last)) }} />
      <b style={{ left: at(first) }} />
      <b className={classes.last} style={{ left: at(last) }} />
    </span>
  )
}
