'use client'
import { FINALITY_LABELS, FINALITY_WORDS } from '@bx/contracts/metrics/finality'
import { Button } from '@mantine/core'
import type { PerformanceMeta } from '../lib/endpoints.ts'
import { count, date } from '../lib/formats.ts'
import { useViewState } from '../lib/useViewState.ts'
import classes from './Finality.module.css'
import { daysInWords, lastClosedDay, restatedInWords, settledInWords, whyNotFinal } from './finality.ts'
import { texts } from './strings.ts'

/** Number of restated days listed before the rest is hidden. */
const FIRST_RESTATED = 1

/** Which days can still change and why, and which changed after they were final. */
export function Finality({ meta }: { readonly meta: PerformanceMeta }) {
  const { days } = meta.finality
  const [, set] = useViewState()
  const lastClosed = lastClosedDay(days)
  return (
    <div className={classes.finality}>
      <span>{daysInWords(days)}</span>
      <div className={classes.days}>
        <span className={classes.strip} aria-hidden>
          {days.map(({ day, state, restated_at }) => (
            <i
              key={day}
              className={`${classes[state]} ${restated_at === null ? '' : classes.restated}`}
              title={`${date(day, false)}: ${FINALITY_LABELS[state]}. ${FINALITY_WORDS[state]}`}
            />
          ))}
        </span>
        {lastClosed !== null && (
          <Button size="xs" onClick={() => set({ range: 'custom', start: meta.start, end: lastClosed })}>
            {texts.leaveOutOpenDays}
          </Button>
        )}
      </div>
      <p>{[...whyNotFinal(meta), settledInWords(meta)].join(' ')}</p>
      <RestatedDays meta={meta} />
    </div>
  )
}

function RestatedDays({ meta }: { readonly meta: PerformanceMeta }) {
  const { restated, restated_total: total } = meta.finality
  if (restated.length === 0) return null
  const [first, rest] = [restated.slice(0, FIRST_RESTATED), restated.slice(FIRST_RESTATED)]
  const line = (row: (typeof restated)[number]) => (
    <li key={`${row.day} ${row.figure}`}>{restatedInWords(row, meta)}</li>
  )
  return (
    <>
      <ul>{first.map(line)}</ul>
      {rest.length > 0 && (
        <details>
          <summary>{texts.moreRestated(count(total - first.length))}</summary>
          <ul>{rest.map(line)}</ul>
          {total > restated.length && <p>{texts.theLatestOfAreListed(count(restated.length), count(total))}</p>}
        </details>
      )}
    </>
  )
}
