'use client'
import { SegmentedControl } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { addDays } from '../../lib/addDays.ts'
import { call, urlOf } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { count, dateRange, dayIn } from '../../lib/formats.ts'
import { moment } from '../../lib/moment.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { useMe } from '../../lib/useMe.ts'
import { usePlacements } from '../../lib/usePlacementNames.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import type { Column, TableSpec } from '../../ui/tableSpec.ts'
import { Card, ViewBody, ViewHead } from '../../ui/View.tsx'
import { groupMismatches, type MismatchGroup, reasonsIn } from './mismatchGroups.ts'
import classes from './Packages.module.css'
import { MISMATCH_LABELS, texts } from './strings.ts'

const REFRESH_MS = 30_000
const SPANS = ['7', '30'] as const

/** Which stamps count for no package, and why? */
export function MismatchesView() {
  const me = useMe()
  return me === undefined ? <Loading slow={null} /> : <Mismatches me={me} />
}

function Mismatches({ me }: { readonly me: Me }) {
  const zone = me.organisation.time_zone
  const { get, set } = useAddress()
  const span = SPANS.find((days) => days === get('days')) ?? '7'
  const end = dayIn(zone, Date.now())
  const days = { start_date: addDays(end, 1 - Number(span)), end_date: end }
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: [ENDPOINTS.listMismatches.path, days],
    queryFn: ({ signal }) => call(ENDPOINTS.listMismatches, { query: days, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const retry = () => void refetch()
  if (data === undefined)
    return error ? (
      <ErrorState isWholePage error={error} what={texts.mismatches} onRetry={retry} />
    ) : (
      <Loading slow={null} />
    )
  const groups = groupMismatches(data.data)
  const reasons = reasonsIn(groups)
  return (
    <ViewBody isWaiting={isPlaceholderData}>
      <ViewHead
        crumbs={[{ href: '/packages/', label: texts.packages }]}
        here={texts.mismatches}
        title={texts.mismatches}
        about={texts.mismatches}
        answer={answerOf(reasons)}
        csv={urlOf(ENDPOINTS.listMismatches, { ...days, format: 'csv' })}
        sheet={texts.mismatches}
        asked={[[texts.daysAsked, dateRange(days.start_date, days.end_date)]]}
        isList
      />
      <div className={classes.actions}>
        <SegmentedControl
          size="xs"
          aria-label={texts.daysAsked}
          value={span}
          onChange={(next) => set({ days: next === '7' ? '' : next })}
          data={SPANS.map((value) => ({ value, label: texts.lastDays(value) }))}
        />
      </div>
      {error && <ErrorState error={error} what={texts.theLatestMismatches} onRetry={retry} />}
      {groups.length === 0 ? <Nothing /> : <MismatchTable {...{ groups, reasons, zone }} />}
    </ViewBody>
  )
}

function answerOf(reasons: ReturnType<typeof reasonsIn>) {
  const [first] = reasons
  if (first === undefined) return { lead: texts.everyStampCounts, rest: '' }
  const all = reasons.reduce((sum, [, n]) => sum + n, 0)
  const [reason, n] = first
  return {
    lead: texts.stampsDoNotCount(count(all), all === 1),
    rest: texts.mostOften(MISMATCH_LABELS[reason].toLowerCase(), count(n)),
  }
}

function Nothing() {
  return (
    <Card label={texts.mismatches} className={classes.pad ?? ''}>
      <h2>{texts.everyStampCounts}</h2>
      <p>{texts.aMismatchIs}</p>
    </Card>
  )
}

/** The reason is chosen in the URL. */
function MismatchTable(props: {
  readonly groups: readonly MismatchGroup[]
  readonly reasons: ReturnType<typeof reasonsIn>
  readonly zone: string
}) {
  const { groups, reasons, zone } = props
  const { get, set } = useAddress()
  const { placements = [] } = usePlacements()
  const names = new Map(placements.map((one) => [one.placement_id, one.placement_name]))
  const reason = reasons.find(([known]) => known === get('reason'))?.[0] ?? 'all'
  const spec: TableSpec<MismatchGroup> = {
    name: 'mismatches',
    title: texts.mismatches,
    one: texts.package,
    caption: texts.stampsByPackage,
    rows: reason === 'all' ? groups : groups.filter((group) => group.reason === reason),
    idOf: (row) => row.id,
    nameOf: (row) => row.packageName ?? texts.unknownPackage,
    hrefOf: (row) => (row.packageId === null ? '/guides/server-events/' : `/packages/view/?id=${row.packageId}`),
    columns: columnsOf((id) => names.get(id) ?? id, zone),
    order: { column: 'impressions', descending: true },
    filteredBy: reason === 'all' ? '' : MISMATCH_LABELS[reason].toLowerCase(),
    totalRows: groups.length,
    onClear: () => set({ q: '', reason: '' }),
    foot: texts.aMismatchIs,
  }
  return (
    <DataTable spec={spec}>
      <SegmentedControl
        size="xs"
        aria-label={texts.reason}
        value={reason}
        onChange={(next) => set({ reason: next === 'all' ? '' : next })}
        data={[
          { value: 'all', label: texts.all },
          ...reasons.map(([value, n]) => ({ value, label: `${MISMATCH_LABELS[value]} ${count(n)}` })),
        ]}
      />
    </DataTable>
  )
}

function columnsOf(nameOf: (placementId: string) => string, zone: string): Column<MismatchGroup>[] {
  return [
    {
      ...{ key: 'placement', title: texts.placement, left: true, isText: true },
      value: (row) => nameOf(row.placementId).toLowerCase(),
      cell: (row) => nameOf(row.placementId),
    },
    {
      ...{ key: 'reason', title: texts.reason, left: true, isText: true },
      value: (row) => MISMATCH_LABELS[row.reason],
      cell: (row) => MISMATCH_LABELS[row.reason],
    },
    {
      ...{ key: 'impressions', title: texts.impressions },
      value: (row) => row.impressions,
      cell: (row) => count(row.impressions),
    },
    {
      ...{ key: 'first', title: texts.firstHour, priority: 3 },
      value: (row) => row.firstHour,
      cell: (row) => moment(row.firstHour, zone),
    },
    {
      ...{ key: 'last', title: texts.lastHour, priority: 2 },
      value: (row) => row.lastHour,
      cell: (row) => moment(row.lastHour, zone),
    },
  ]
}
