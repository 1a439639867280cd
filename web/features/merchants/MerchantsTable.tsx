'use client'
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import type { MerchantList } from '../../lib/endpoints.ts'
import { average, count, countChange, date, NO_VALUE, percentage } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { carriedQuery, type ViewState } from '../../lib/viewState.ts'
import { Delta } from '../../ui/Delta.tsx'
import { DailyBars } from '../../ui/Marks.tsx'
import { reachText } from '../../ui/reachKpis.ts'
import classes from '../../ui/ui.module.css'

const SHOWN = { all: 'All', seen: 'Shown', unseen: 'Not shown' } as const
const PAGE_SIZE = 25
const COLUMNS = [
  ['Merchant', 'merchant_name'],
  ['Category', null],
  ['Impressions', 'impressions'],
  ['Share', null],
  ['Change', 'change'],
  ['Per day', null],
  ['Reach', null],
  ['Frequency', null],
  ['Placements', null],
  ['Last seen', 'last_seen'],
] as const

export function MerchantsTable({
  answer,
  comparable,
}: {
  readonly answer: MerchantList
  readonly comparable: boolean
}) {
  const [state, set] = useViewState()
  const { rows, matching } = answer.data
  return (
    <section className={classes.card} aria-label="Merchants">
      <div className={classes.tableHead}>
        <h2>
          Merchants<span>{count(matching)}</span>
        </h2>
        <TextInput
          size="xs"
          placeholder="Filter by name, reference, category"
          aria-label="Filter merchants"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={state.filter}
          onChange={(event) => set({ filter: event.currentTarget.value, page: 1 })}
          w={260}
        />
        <SegmentedControl
          size="xs"
          aria-label="Shown"
          value={state.shown}
          onChange={(shown) => set({ shown: shown as ViewState['shown'], page: 1 })}
          data={Object.entries(SHOWN).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {rows.length === 0 ? (
        <div className={classes.state}>
          <h2>No merchant matches</h2>
          <p>{count(answer.data.totals.merchants)} merchants are hidden by this filter.</p>
          <Button onClick={() => set({ filter: '', shown: 'all', page: 1 })}>Clear filter</Button>
        </div>
      ) : (
        <Rows answer={answer} comparable={comparable} />
      )}
      <div className={classes.tableFoot}>
        <Pager matching={matching} page={state.page} onChange={(page) => set({ page })} />
        <span>Changes are over whole days. Reach counts each person once.</span>
      </div>
    </section>
  )
}

function Rows({ answer, comparable }: { readonly answer: MerchantList; readonly comparable: boolean }) {
  const [state, set] = useViewState()
  const sort = state.sort ?? '-impressions'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Table of merchants">
      <table className={classes.table}>
        <caption className="visually-hidden">Merchants by exposure</caption>
        <thead>
          <tr>
            {COLUMNS.map(([title, column]) => (
              <SortHeader
                key={title}
                title={title}
                column={column}
                sort={sort}
                onSort={(next) => set({ sort: next, page: 1 })}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.data.rows.map((row) => (
            <tr key={row.merchant_id}>
              <th scope="row">
                <Link
                  className={classes.rowLink ?? ''}
                  href={`/merchants/view/${carriedQuery(state, row.merchant_id)}`}
                >
                  {row.merchant_name}
                </Link>
              </th>
              <td className={classes.text}>{row.category ?? NO_VALUE}</td>
              <td>{count(row.impressions)}</td>
              <td>{percentage(row.impression_share_pct, 1)}</td>
              <td>
                {comparable && row.comparison ? (
                  <Delta
                    change={countChange(row.comparison.impressions, row.comparison.impressions_before)}
                    better="up"
                  />
                ) : (
                  NO_VALUE
                )}
              </td>
              <td>
                <DailyBars daily={row.daily} unfinishedDay={answer.meta.unfinished_day} />
              </td>
              <td>{reachText(row, count)}</td>
              <td>{average(row.frequency)}</td>
              <td>{count(row.placements)}</td>
              <td>{row.last_seen === null ? NO_VALUE : date(row.last_seen, false)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function SortHeader(props: {
  readonly title: string
  readonly column: string | null
  readonly sort: string
  readonly onSort: (sort: string) => void
}) {
  const { title, column, sort } = props
  if (column === null)
    return (
      <th scope="col" className={title === 'Category' ? classes.text : undefined}>
        {title}
      </th>
    )
  const isSorted = sort.replace(/^-/, '') === column
  const isDescending = sort.startsWith('-')
  const Arrow = isDescending ? IconChevronDown : IconChevronUp
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => props.onSort(isSorted && isDescending ? column : `-${column}`)}
      >
        {isSorted && <Arrow size={14} stroke={2.5} aria-hidden />}
        {title}
      </button>
    </th>
  )
}

function Pager(props: { readonly matching: number; readonly page: number; readonly onChange: (page: number) => void }) {
  const { matching, page } = props
  const first = matching === 0 ? 0 : (page - 1) * PAGE_SIZE + 1
  const last = Math.min(matching, page * PAGE_SIZE)
  return (
    <span className={classes.pager}>
      {first}–{last} of {count(matching)}
      {matching > PAGE_SIZE && (
        <>
          <Button size="compact-xs" disabled={page <= 1} onClick={() => props.onChange(page - 1)}>
            Previous
          </Button>
          <Button size="compact-xs" disabled={last >= matching} onClick={() => props.onChange(page + 1)}>
            Next
          </Button>
        </>
      )}
    </span>
  )
}
