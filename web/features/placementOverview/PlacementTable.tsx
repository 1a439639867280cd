'use client'
import { Button, Checkbox, Menu, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp, IconColumns, IconSearch } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { useViewState } from '../../lib/useViewState.ts'
import type { ViewState } from '../../lib/viewState.ts'
import { COLUMNS, type Column } from './columns.tsx'
import classes from './PlacementOverview.module.css'
import { nextSort, parseSort, type SortColumn, sortRows } from './sortRows.ts'

const TIERS = { all: 'All', high_value: 'High value', standard: 'Standard' } as const

export function PlacementTable(props: { readonly overview: PlacementOverview; readonly comparable: boolean }) {
  const { overview, comparable } = props
  const [state, set] = useViewState()
  const [hidden, setHidden] = useLocalStorage<string[]>({ key: 'bx-placements-hidden', defaultValue: ['fill'] })
  const columns = COLUMNS.filter(({ key }) => !hidden.includes(key))
  const matching = overview.data.rows.filter((row) => matches(row, state))
  const { rows, orderChanged, update, hold } = useSteadyOrder(
    sortRows(matching, state.sort),
    `${state.sort}|${state.filter}|${state.tier}`,
  )
  return (
    <section className={classes.card} aria-label="Placements">
      <div className={classes.tableHead}>
        <h2>
          Placements<span>{matching.length}</span>
        </h2>
        {orderChanged && <Button onClick={update}>Order changed, update</Button>}
        <TextInput
          size="xs"
          placeholder="Filter placements"
          aria-label="Filter placements"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={state.filter}
          onChange={(event) => set({ filter: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Tier"
          value={state.tier}
          onChange={(tier) => set({ tier: tier as ViewState['tier'] })}
          data={Object.entries(TIERS).map(([value, label]) => ({ value, label }))}
        />
        <ColumnChooser hidden={hidden} onChange={setHidden} />
      </div>
      {matching.length === 0 ? (
        <div className={classes.state}>
          <h2>
            {state.filter === ''
              ? `No placement is ${TIERS[state.tier].toLowerCase()}`
              : `No placement matches “${state.filter}”`}
          </h2>
          <p>{overview.data.rows.length} placements are hidden by this filter.</p>
          <Button onClick={() => set({ filter: '', tier: 'all' })}>Clear filter</Button>
        </div>
      ) : (
        <section
          className={classes.scroll}
          onPointerEnter={() => hold(true)}
          onPointerLeave={() => hold(false)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Table of placements"
        >
          <table className={classes.table}>
            <caption className="visually-hidden">Impressions, reach and slots by placement</caption>
            <thead>
              <tr>
                <Header
                  column={{ title: 'Placement', sort: 'placement_name' }}
                  sort={state.sort}
                  onSort={(sort) => set({ sort })}
                />
                {columns.map((column) => (
                  <Header key={column.key} column={column} sort={state.sort} onSort={(sort) => set({ sort })} />
                ))}
              </tr>
            </thead>
            <tbody>
              <tr className={classes.total}>
                <th scope="row">All placements</th>
                {columns.map((column) => (
                  <td key={column.key}>{column.total(overview.data.totals, overview, comparable)}</td>
                ))}
              </tr>
              {rows.map((row) => (
                <tr key={row.placement_id}>
                  <th scope="row">
                    {row.placement_name}
                    {row.tier === 'high_value' && <span className={classes.tag}>High value</span>}
                  </th>
                  {columns.map((column) => (
                    <td key={column.key}>{column.cell(row, overview, comparable)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div className={classes.tableFoot}>
        <span>
          {matching.length === 0 ? '0' : `1–${matching.length}`} of {overview.data.rows.length}
        </span>
        <span>Reach and merchants count each once, so they do not add up across placements.</span>
      </div>
    </section>
  )
}

function Header(props: {
  readonly column: Pick<Column, 'title' | 'help' | 'sort'>
  readonly sort: string | null
  readonly onSort: (sort: string | null) => void
}) {
  const { title, help, sort: column } = props.column
  const current = parseSort(props.sort) ?? { column: 'total_impressions', descending: true }
  const isSorted = column !== undefined && current.column === column
  const direction = isSorted ? (current.descending ? 'descending' : 'ascending') : 'none'
  const Arrow = direction === 'ascending' ? IconChevronUp : IconChevronDown
  const label = (
    <>
      {isSorted && <Arrow size={14} stroke={2.5} aria-hidden />}
      {title}
    </>
  )
  const content =
    column === undefined ? (
      label
    ) : (
      <button
        type="button"
        className={classes.sort}
        onClick={() => props.onSort(nextSort(props.sort, column as SortColumn))}
      >
        {label}
      </button>
    )
  return (
    <th scope="col" aria-sort={column === undefined ? undefined : direction}>
      {help === undefined ? (
        content
      ) : (
        <Tooltip label={help} multiline maw={280} openDelay={300}>
          <span>{content}</span>
        </Tooltip>
      )}
    </th>
  )
}

function ColumnChooser(props: { readonly hidden: readonly string[]; readonly onChange: (hidden: string[]) => void }) {
  const toggle = (key: string) =>
    props.onChange(props.hidden.includes(key) ? props.hidden.filter((other) => other !== key) : [...props.hidden, key])
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button leftSection={<IconColumns size={14} aria-hidden />}>Columns</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {COLUMNS.filter(({ optional }) => optional).map(({ key, title }) => (
          <Menu.Item
            key={key}
            onClick={() => toggle(key)}
            leftSection={<Checkbox.Indicator size="xs" checked={!props.hidden.includes(key)} />}
          >
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/**
 * Rows do not change places under the pointer: while it is over the table the order stays, and a button says that
 * another one is due.
 */
function useSteadyOrder(sorted: readonly PlacementOverviewRow[], question: string) {
  const held = useRef(false)
  const [order, setOrder] = useState<{ question: string; ids: readonly string[] }>({ question: '', ids: [] })
  const due = sorted.map((row) => row.placement_id)
  const isSame = order.question === question && order.ids.join() === due.join()
  const keeps = held.current && order.question === question && order.ids.length === due.length
  if (!isSame && !keeps) setOrder({ question, ids: due })
  const byId = new Map(sorted.map((row) => [row.placement_id, row]))
  const rows = keeps ? order.ids.flatMap((id) => byId.get(id) ?? []) : sorted
  return {
    rows,
    orderChanged: keeps && !isSame,
    update: () => setOrder({ question, ids: due }),
    hold: (on: boolean) => {
      held.current = on
    },
  }
}

function matches(row: PlacementOverviewRow, { filter, tier }: ViewState): boolean {
  return (tier === 'all' || row.tier === tier) && row.placement_name.toLowerCase().includes(filter.trim().toLowerCase())
}
