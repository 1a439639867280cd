'use client'
import { useState } from 'react'
import { NO_VALUE } from '../../lib/formats.ts'
import list from '../../ui/EventList.module.css'
import { Pager, pageOf } from '../../ui/Pager.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import classes from './DeadLetters.module.css'
import { type Replay, summaryOf } from './dryRunSummary.ts'
import { OUTCOME_LABELS, texts } from './strings.ts'

/** What a replay would do with each event; rejected ones come first. */
export function DryRun({ replay }: { readonly replay: Replay }) {
  const [asked, setAsked] = useState(1)
  const rows = replay.results.toSorted((a, b) => Number(b.outcome === 'rejected') - Number(a.outcome === 'rejected'))
  const page = pageOf(rows.length, asked)
  return (
    <>
      <p role="status">{summaryOf(replay)}</p>
      {rows.length > 0 && (
        <Scroller label={texts.eachEvent} className={classes.dryRun}>
          <table className={table.table}>
            <caption className="visually-hidden">{texts.whatWouldBecomeOfEach}</caption>
            <thead>
              <tr>
                {[texts.outcome, texts.reason, texts.kind, texts.event].map((title) => (
                  <th key={title} scope="col" className={list.left}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(page.from, page.to).map((row) => (
                <tr key={row.dead_letter_id}>
                  <th scope="row">{OUTCOME_LABELS[row.outcome]}</th>
                  <td className={list.left}>{row.code === null ? NO_VALUE : `${row.message} (${row.code})`}</td>
                  <td className={list.left}>{row.kind}</td>
                  <td className={list.left}>
                    <code>{row.event_id ?? `letter ${row.dead_letter_id}`}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {page.pages > 1 && (
        <div className={classes.pager}>
          <Pager page={page} rows={rows.length} onChange={setAsked} />
        </div>
      )}
    </>
  )
}
