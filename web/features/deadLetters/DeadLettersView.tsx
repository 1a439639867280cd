'use client'
import { Button, SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, urlOf } from '../../lib/api.ts'
import { type DeadLetters, ENDPOINTS } from '../../lib/endpoints.ts'
import { count, date, NO_VALUE, time } from '../../lib/formats.ts'
import { laterDialog } from '../../lib/later.tsx'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { useViewState } from '../../lib/useViewState.ts'
import list from '../../ui/EventList.module.css'
import { Scroller } from '../../ui/Scroller.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card, ViewHead } from '../../ui/View.tsx'
import classes from './DeadLetters.module.css'
import { ReplayReason } from './ReplayReason.tsx'
import { wordsOf } from './reasons.ts'
import { texts } from './strings.ts'

const DeadLetterDialog = laterDialog(() => import('./DeadLetterDialog.tsx').then((module) => module.DeadLetterDialog))

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
          what={texts.deadLetters}
          unaffected={texts.eventsAreStillAccepted}
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
        title={texts.deadLetters}
        answer={answerOf(data)}
        csv={urlOf(ENDPOINTS.listDeadLetters, { ...(reason ? { reason } : {}), format: 'csv' })}
        asked={[[texts.reason, reason ? wordsOf(reason).title : texts.all]]}
        isList
      />
      {error && <ErrorState error={error} what={texts.latestDeadLetters} onRetry={retry} />}
      <div className={list.bar}>
        <SegmentedControl
          size="xs"
          aria-label={texts.reason}
          value={reason ?? 'all'}
          onChange={choose}
          data={[
            { value: 'all', label: texts.allOf(count(byReason.reduce((sum, row) => sum + row.waiting, 0))) },
            ...byReason.map((row) => ({
              value: row.reason,
              label: `${wordsOf(row.reason).title} ${count(row.waiting)}`,
            })),
          ]}
        />
        {reason && mayReplay && <ReplayReason reason={reason} onDone={changed} />}
      </div>
      {reason && <p className={classes.fix}>{wordsOf(reason).fix}</p>}
      {onlyCounted > 0 && <p className={classes.fix}>{texts.moreWereOnlyCountedEach(count(onlyCounted))}</p>}
      <Card label={texts.refusedEvents}>
        {rows.length === 0 ? (
          <p className={list.none}>{reason ? texts.noDeadLetters : texts.noDeadLettersSentence}</p>
        ) : (
          <Rows rows={rows} timeZone={me.organisation.time_zone} onOpen={setOpenId} />
        )}
        <div className={table.tableFoot}>
          <span className={list.bar}>
            {rows.length > 0 && texts.of(count(first), count(first + rows.length - 1), count(total))}
            {pages.length > 0 && <Button onClick={() => setPages(pages.slice(0, -1))}>{texts.newer}</Button>}
            {next !== null && <Button onClick={() => setPages([...pages, next])}>{texts.older}</Button>}
          </span>
          <span>{texts.keptFor14DaysUser}</span>
        </div>
      </Card>
      <DeadLetterDialog
        opened={open !== undefined}
        deadLetter={open}
        mayReplay={mayReplay}
        onClose={() => setOpenId(null)}
        onReplayed={changed}
      />
    </>
  )
}

function answerOf({ data }: DeadLetters) {
  const waiting = data.by_reason.reduce((sum, row) => sum + row.waiting, 0)
  const isAnyCounted = data.by_reason.some((row) => row.only_counted > 0)
  if (waiting === 0 && !isAnyCounted) return { lead: texts.everyEventWasAccepted, rest: texts.noDeadLettersHere }
  const [first] = data.by_reason
  return {
    lead: texts.refusedEventsWait(count(waiting), waiting === 1),
    rest: first ? texts.mostOften(wordsOf(first.reason).title.toLowerCase(), count(first.waiting)) : '',
  }
}

function Rows(props: {
  readonly rows: DeadLetters['data']['rows']
  readonly timeZone: string
  readonly onOpen: (id: string) => void
}) {
  return (
    <Scroller label={texts.tableOfDeadLetters}>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.refusedEventsNewestFirst}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.received}</th>
            <th scope="col" className={list.left}>
              {texts.reason}
            </th>
            <th scope="col" className={list.left}>
              {texts.message}
            </th>
            <th scope="col" className={list.left}>
              {texts.kind}
            </th>
            <th scope="col" className={list.left}>
              {texts.key}
            </th>
            <th scope="col" className={list.left}>
              {texts.cause}
            </th>
            <th scope="col">{texts.sentAgain}</th>
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
  return missing_exists ? texts.resolved : texts.stillMissing
}
