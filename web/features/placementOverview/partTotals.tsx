import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { slotsFilledMetric, slotsFilledRate } from '@bx/contracts/metrics/slotsFilled'
import type { ReactNode } from 'react'
import type { PlacementOverview, PlacementOverviewRow } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { comparedFacts, explainChange } from '../../ui/comparisons.ts'
import { Explain } from '../../ui/Explain.tsx'
import { explain, impressionSum } from '../../ui/explanations.ts'
import { impressionSums } from '../../ui/impressionSums.ts'
import { DailyBars, SlotsBar } from '../../ui/Marks.tsx'
import { COUNTED_ONCE, NoTotal } from '../../ui/NoTotal.tsx'
import { texts } from './strings.ts'

type Row = PlacementOverviewRow

/** The totals of some placements by column: sums, rates of the sums, and a reason where neither is possible. */
export function partTotals(
  { data, meta }: PlacementOverview,
  rows: readonly Row[],
  { scope, comparable }: { readonly scope: string; readonly comparable: boolean },
): Readonly<Record<string, ReactNode>> {
  const { impressions, compared, counted, daily, slots } = sumsOf(rows, data.daily)
  const about = { meta, scope, counted }
  const comparison = { compared, format: count, cut: 'hours' } as const
  const value = count(impressions)
  const perPlacement = <NoTotal why={texts.knownPerPlacement} />
  const once = <NoTotal why={COUNTED_ONCE} />
  return {
    total_impressions: (
      <Explain
        explanation={explain(
          about,
          impressionsMetric,
          { value, division: impressionSum(about, value) },
          comparedFacts(meta, comparison),
        )}
      >
        {value}
      </Explain>
    ),
    change: (
      <ChangeCell
        change={compared.change}
        better={impressionsMetric.better}
        explanation={explainChange(about, impressionsMetric, comparison)}
        comparable={comparable}
      />
    ),
    daily: <DailyBars daily={daily} unfinishedDay={meta.unfinished_day} />,
    slots_filled: (
      <Explain explanation={explain(about, slotsFilledMetric, { value: ratio(slots) })}>
        <SlotsBar share={slots} text={ratio(slots)} of={null} />
      </Explain>
    ),
    ...{ unique_users: once, frequency: once, unique_merchants: once },
    fill_rate: <NoTotal why={texts.filledAndAvailableSlots} />,
    fill_rate_change: <NoTotal why={texts.filledAndAvailableSlots} />,
    ...{ max_merchants_shown: perPlacement, saturation_rate: perPlacement },
  }
}

function sumsOf(rows: readonly Row[], days: PlacementOverview['data']['daily']) {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    impressions: sum((row) => row.total_impressions),
    ...impressionSums(rows),
    daily: days.map(({ day }, i) => ({ day, impressions: sum((row) => row.daily[i]?.impressions ?? 0) })),
    slots: slotsFilledRate(
      sum((row) => row.merchants_shown_sum),
      // The slots of a row's sessions, from its share of them.
      sum(({ slots_filled_rate: share, merchants_shown_sum: shown }) => (share ? shown / share : 0)),
    ),
  }
}
