'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { type DeadLetters, ENDPOINTS } from '../../lib/endpoints.ts'
import { count, date, NO_VALUE, time } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { useViewState } from '../../lib/useViewState.ts'
import list from '../../ui/EventList.module.css'
import { Scroller } from '../../ui/Scroller.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card, ViewHead } from '../../ui/View.tsx'
import { DeadLetterDialog } from './DeadLetterDialog.tsx'
import classes from './DeadLetters.module.css'
import { ReplayReason } from './ReplayReason.tsx'
import { wordsOf } from './reasons.ts'

const REFRESH_MS = 5_000
const PAGE = 50

/** Which events were rejected, why, and how to fix them? */
export function DeadLettersView() {
  const me = useMe()
  const client = useQueryClient()
  const [state, set] = useViewState()
  const [pages, setPages] = useState<readonly string[]>([])
  const [openId, setOpenId] = useState<string | null>(null)
  const reason = state.filter === '' ? undefined : state.filter
  const query = { limit: PAGE, ...(reason ? { reason } : {}), ...(pages.length > 0 ? { before: pages.at(-1)! } : {}) }
  const { data, error, refetch } = useQuery({
    queryKey: [ENDPOINTS.listDeadLetters.path, query],
    queryFn: ({ signal }) => call(ENDPOINTS.listDeadLetters, { query, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  const retry = () => void refetch()
  if (data === undefined || me === undefined) {
    if (error)
      return (
        <ErrorState
          isWholePage
          error={error}
          what="Dead letters"
          unaffected="Events are still accepted."
          onRetry={retry}
        />
      )
    return <Loading slow={null} />
  }
  const { rows, total, next, by_reason: byReason } = data.data
  const first = pages.length * PAGE + 1
  const onlyCounted = byReason
    .filter((row) => reason === undefined || row.reason === reason)
    .reduce((sum, row) => sum + row.only_counted, 0)
  const choose = (value: string) => {
    setPages([])
    set({ filter: value === 'all' ? '' : value })
  }
  const mayReplay = may(me, 'replay_dead_letters')
  const open = rows.find((row) => row.dead_letter_id === openId)
  const changed = () => void client.invalidateQueries({ queryKey: [ENDPOINTS.listDeadLetters.path] })
  return (
    <>
      <ViewHead
        title="Dead letters"
        answer={answerOf(data)}
        csv={urlOf(ENDPOINTS.listDeadLetters, { ...(reason ? { reason } : {}), format: 'csv' })}
        asked={[['Reason', reason ? wordsOf(reason).title : 'All']]}
        isList
      />
      {error && <ErrorState error={error} what="Latest dead letters" onRetry={retry} />}
      <div className={list.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Reason"
          value={reason ?? 'all'}
          onChange={choose}
          data={[
            { value: 'all', label: `All ${count(byReason.reduce((sum, row) => sum + row.waiting, 0))}` },
            ...byReason.map((row) => ({
              value: row.reason,
              label: `${wordsOf(row.reason).title} ${count(row.waiting)}`,
            })),
          ]}
        />
        {reason && mayReplay && <ReplayReason reason={reason} onDone={changed} />}
      </div>
      {reason && <p className={classes.fix}>{wordsOf(reason).fix}</p>}
      {onlyCounted > 0 && (
        <p className={classes.fix}>
          {count(onlyCounted)} more were only counted: each key keeps a limited number of dead letters per reason and
          hour.
        </p>
      )}
      <Card label="Refused events">
        {rows.length === 0 ? (
          <p className={list.none}>{reason ? 'No dead letters with this reason.' : 'No dead letters.'}</p>
        ) : (
          <Rows rows={rows} timeZone={me.organisation.time_zone} onOpen={setOpenId} />
        )}
        <div className={table.tableFoot}>
          <span className={list.bar}>
            {rows.length > 0 && `${count(first)} – ${count(first + rows.length - 1)} of ${count(total)}`}
            {pages.length > 0 && <Button onClick={() => setPages(pages.slice(0, -1))}>Newer</Button>}
            {next !== null && <Button onClick={() => setPages([...pages, next])}>Older</Button>}
          </span>
          <span>Kept for 14 days. User ids are hashed; invalid values are described, not kept.</span>
        </div>
      </Card>
      <DeadLetterDialog deadLetter={open} mayReplay={mayReplay} onClose={() => setOpenId(null)} onReplayed={changed} />
    </>
  )
}

function answerOf({ data }: DeadLetters) {
  const waiting = data.by_reason.reduce((sum, row) => sum + row.waiting, 0)
  const isAnyCounted = data.by_reason.some((row) => row.only_counted > 0)
  if (waiting === 0 && !isAnyCounted) return { lead: 'Every event was accepted.', rest: 'No dead letters here.' }
  const [first] = data.by_reason
  return {
    lead: `${count(waiting)} refused event${waiting === 1 ? ' waits' : 's wait'}.`,
    rest: first ? `Most often: ${wordsOf(first.reason).title.toLowerCase()}, ${count(first.waiting)}.` : '',
  }
}

function Rows(props: {
  readonly rows: DeadLetters['data']['rows']
  readonly timeZone: string
  readonly onOpen: (id: string) => void
}) {
  return (
    <Scroller label="Table of dead letters">
      <table className={table.table}>
        <caption className="visually-hidden">Refused events, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Received</th>
            <th scope="col" className={list.left}>
              Reason
            </th>
            <th scope="col" className={list.left}>
              Message
            </th>
            <th scope="col" className={list.left}>
              Kind
            </th>
            <th scope="col" className={list.left}>
              Key
            </th>
            <th scope="col" className={list.left}>
              Cause
            </th>
            <th scope="col">Sent again</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.dead_letter_id}>
              <th scope="row">
                <button type="button" className={list.link} onClick={() => props.onOpen(row.dead_letter_id)}>
                  {date(row.received_at.slice(0, 10), false)} {time(row.received_at, props.timeZone, true)}
                </button>
              </th>
              <td className={list.left}>{wordsOf(row.reason).title}</td>
              <td className={`${list.left} ${classes.message}`}>{row.message}</td>
              <td className={list.left}>{row.kind}</td>
              <td className={list.left}>{row.key_id}</td>
              <td className={list.left}>{causeOf(row)}</td>
              <td>{row.attempts === 0 ? NO_VALUE : `${row.attempts}×`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function causeOf({ missing_exists }: DeadLetters['data']['rows'][number]): string {
  if (missing_exists === null) return NO_VALUE
  return missing_exists ? 'Resolved' : 'Still missing'
}
