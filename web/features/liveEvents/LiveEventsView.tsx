'use client'
import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { NO_VALUE, time } from '../../lib/formats.ts'
import { laterDialog } from '../../lib/later.tsx'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { EntitySelect } from '../../ui/EntitySelect.tsx'
import list from '../../ui/EventList.module.css'
import { Pager, pageOf } from '../../ui/Pager.tsx'
import { Scroller } from '../../ui/Scroller.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card, ViewHead } from '../../ui/View.tsx'
import { FilterBar } from './FilterBar.tsx'
import { passes, readFilters } from './filters.ts'
import classes from './LiveEvents.module.css'
import { texts, VERDICT_LABELS } from './strings.ts'
import { answerOf } from './verdicts.ts'

const EventDialog = laterDialog(() => import('./EventDialog.tsx').then((module) => module.EventDialog))

/** The events of a key as they arrive, each with its verdict. */
export function LiveEventsView() {
  const me = useMe()
  const { get, set } = useAddress()
  const keys = useQuery({ queryKey: [ENDPOINTS.listWriteKeys.path], queryFn: () => call(ENDPOINTS.listWriteKeys) })
  const living = (keys.data?.data ?? []).filter(({ revoked_at }) => revoked_at === null)
  const key = living.find(({ key_id }) => key_id === get('id')) ?? latestUsed(living)
  if (keys.data === undefined && keys.error)
    return <ErrorState isWholePage error={keys.error} what={texts.keys} onRetry={() => void keys.refetch()} />
  if (keys.data === undefined || me === undefined) return <Loading slow={null} />
  if (key === undefined)
    return (
      <ViewHead
        title={texts.liveEvents}
        answer={{ lead: texts.thereIsNoWriteKey, rest: texts.createOneInTheSettings }}
      />
    )
  const entities = living.map(({ key_id, name, kind }) => ({ id: key_id, name: `${name} (${kind})` }))
  return (
    <OfKey
      keyId={key.key_id}
      timeZone={me.organisation.time_zone}
      title={
        <EntitySelect
          what={texts.key}
          name={`${key.name} (${key.kind})`}
          entities={entities}
          onChoose={(id) => set({ id })}
        />
      }
    />
  )
}

/** The key that was used last. */
function latestUsed<K extends { readonly last_used_at: string | null }>(keys: readonly K[]): K | undefined {
  return keys.toSorted((a, b) => ((a.last_used_at ?? '') < (b.last_used_at ?? '') ? 1 : -1))[0]
}

function OfKey(props: { readonly keyId: string; readonly timeZone: string; readonly title: ReactNode }) {
  const [isPaused, setPaused] = useState(false)
  const { get } = useAddress()
  const [open, setOpen] = useState<LiveEvent | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: [ENDPOINTS.liveEvents.path, props.keyId],
    queryFn: ({ signal }) => call(ENDPOINTS.liveEvents, { query: { key_id: props.keyId }, signal }),
    refetchInterval: isPaused ? false : 1000,
  })
  const events = data?.data ?? []
  const filters = readFilters(get)
  const shown = events.filter((event) => passes(event, filters))
  const [asked, setPage] = useState(1)
  const page = pageOf(shown.length, asked)
  return (
    <>
      <ViewHead crumbs={[]} here={texts.liveEvents} title={props.title} answer={data ? answerOf(events) : null} />
      {error && <ErrorState error={error} what={texts.theLatestEvents} onRetry={() => void refetch()} />}
      <FilterBar events={events}>
        <Button onClick={() => setPaused(!isPaused)}>{isPaused ? texts.resume : texts.pause}</Button>
      </FilterBar>
      <Card label={texts.events}>
        {shown.length === 0 ? (
          <p className={list.none}>{events.length === 0 ? texts.noRecentEvents : texts.noneOfTheLast200}</p>
        ) : (
          <Rows events={shown.slice(page.from, page.to)} timeZone={props.timeZone} onOpen={setOpen} />
        )}
        <div className={table.tableFoot}>
          <Pager page={page} rows={shown.length} onChange={setPage} />
          <span>{texts.theLast200Events}</span>
        </div>
      </Card>
      <EventDialog opened={open !== null} event={open} onClose={() => setOpen(null)} />
    </>
  )
}

function Rows(props: {
  readonly events: readonly LiveEvent[]
  readonly timeZone: string
  readonly onOpen: (event: LiveEvent) => void
}) {
  return (
    <Scroller label={texts.tableOfLiveEvents}>
      <table className={table.table}>
        <caption className="visually-hidden">{texts.eventsOfTheKeyNewest}</caption>
        <thead>
          <tr>
            {[texts.received, texts.verdict, texts.kind, texts.placement, texts.merchant, texts.reason].map((title) => (
              <th key={title} scope="col" className={list.left}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.events.map((one, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same event may be there twice, as a duplicate
            <tr key={`${one.received_at} ${i}`}>
              <th scope="row">
                <button type="button" className={list.link} onClick={() => props.onOpen(one)}>
                  {time(one.received_at, props.timeZone, true)}
                </button>
              </th>
              <td className={list.left}>
                <span className={`${classes.verdict} ${classes[one.verdict]}`}>{VERDICT_LABELS[one.verdict]}</span>
              </td>
              <td className={list.left}>{one.kind}</td>
              <td className={list.left}>{one.placement ?? NO_VALUE}</td>
              <td className={list.left}>{one.merchant ?? NO_VALUE}</td>
              <td className={`${list.left} ${list.wraps}`}>{one.message || one.reason || NO_VALUE}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}
