import { IconAlertTriangleFilled } from '@tabler/icons-react'
import type { SlotMix, SlotMixDay, SlotMixRow } from '../../lib/endpoints.ts'
import { count, date, dateRange, weekday } from '../../lib/formats.ts'
import { Explain } from '../../ui/Explain.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import { dayExplanationsOf, explanationsOf, limitText, loadText, paidOf, share } from './figures.ts'
import { MixBar } from './MixBar.tsx'
import classes from './SlotMix.module.css'
import { STATE_WORDS, texts } from './strings.ts'

type Mix = SlotMixDay | SlotMixRow

/** The chosen placement day by day, newest first, below its total. */
export function DaysCard({ answer, row }: { readonly answer: SlotMix; readonly row: SlotMixRow }) {
  const { meta } = answer
  const title = texts.perDay(row.placement_name)
  return (
    <Card label={title}>
      <div className={table.tableHead}>
        <h2>
          {title}
          <span>{texts.eachOnce}</span>
        </h2>
      </div>
      <Scroller isNameFixed label={texts.daysCaption(row.placement_name)}>
        <table className={table.table}>
          <caption className="visually-hidden">{texts.daysCaption(row.placement_name)}</caption>
          <Head />
          <tbody>
            <tr className={table.total}>
              <th scope="row">{dateRange(meta.start, meta.end)}</th>
              <Cells answer={answer} mix={row} explained={explanationsOf(answer, row)} />
            </tr>
            {row.days.toReversed().map((day) => (
              <tr key={day.date}>
                <th scope="row">
                  {weekday(day.date)} {date(day.date, false)}{' '}
                  {day.date === meta.unfinished_day && <span className={classes.muted}>{texts.soFar}</span>}
                </th>
                <Cells answer={answer} mix={day} explained={dayExplanationsOf(answer, day)} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </Card>
  )
}

const NUMBERS = [texts.impressions, 'CPI', 'CPC', 'CPA', texts.organic, texts.inferred, texts.paid, texts.paidShare]

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">{texts.day}</th>
        {NUMBERS.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
        <th scope="col" className={table.left}>
          {texts.mix}
        </th>
        <th scope="col">{texts.perSession}</th>
        <th scope="col" className={table.left}>
          {texts.state}
        </th>
      </tr>
    </thead>
  )
}

function Cells(props: {
  readonly answer: SlotMix
  readonly mix: Mix
  readonly explained: ReturnType<typeof dayExplanationsOf>
}) {
  const { answer, mix, explained } = props
  const limit = limitText(answer)
  return (
    <>
      <td>
        <Explain explanation={explained.impressions}>{count(mix.total_impressions)}</Explain>
      </td>
      <td>{count(mix.cpi_impressions)}</td>
      <td>{count(mix.cpc_impressions)}</td>
      <td>{count(mix.cpa_impressions)}</td>
      <td>{count(mix.organic_impressions)}</td>
      <td>
        <Explain explanation={explained.inferred}>{count(mix.inferred_impressions)}</Explain>
      </td>
      <td>{count(paidOf(mix))}</td>
      <td>
        <Explain explanation={explained.paidShare}>{share(mix.paid_pct)}</Explain>
      </td>
      <td className={table.left}>
        <MixBar mix={mix} limit={answer.meta.limit_pct} />
      </td>
      <td>
        <Explain explanation={explained.adLoad}>{loadText(mix.ad_load)}</Explain>
      </td>
      <td className={table.left}>
        <span className={`${classes.state} ${mix.limit_state === 'above' ? classes.above : classes.muted}`}>
          {mix.limit_state === 'above' && <IconAlertTriangleFilled size={14} aria-hidden />}
          {STATE_WORDS[mix.limit_state](limit)}
        </span>
      </td>
    </>
  )
}
