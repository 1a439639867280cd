import { adLoadMetric, inferredMetric, paidShareMetric } from '@bx/contracts/metrics/paidShare'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import type { SlotMix, SlotMixRow } from '../../lib/endpoints.ts'
import { count, NO_VALUE } from '../../lib/formats.ts'
import { sameDays, type ViewState } from '../../lib/viewState.ts'
import { ChangeCell } from '../../ui/ChangeCell.tsx'
import { Explain } from '../../ui/Explain.tsx'
import { type Column, headOf, type TableSpec } from '../../ui/tableSpec.ts'
import { explanationsOf, limitText, loadText, share } from './figures.ts'
import { PaidBar } from './MixBar.tsx'
import classes from './SlotMix.module.css'
import { texts } from './strings.ts'

type Figures = SlotMixRow | SlotMix['data']['totals']

/** The table of placements; the most paid first, those with too few impressions last. */
export function specOf(
  answer: SlotMix,
  chosen: SlotMixRow | undefined,
  view: { readonly state: ViewState; readonly comparable: boolean; readonly onChoose: (id: string) => void },
): TableSpec<SlotMixRow> {
  const limit = limitText(answer)
  return {
    name: 'placements',
    title: texts.placementsByPaidShare,
    one: texts.placement,
    caption: texts.caption,
    rows: answer.data.rows,
    idOf: (row) => row.placement_id,
    nameOf: (row) => row.placement_name,
    hrefOf: (row) => sameDays('/slot-mix/', view.state, row.placement_id),
    onRow: (row) => view.onChoose(row.placement_id),
    isChosen: (row) => row === chosen,
    leadOf: (row) =>
      row.limit_state === 'above' && (
        <IconAlertTriangleFilled
          size={14}
          className={`${classes.warn} ${classes.lead}`}
          aria-label={texts.aboveOf(limit)}
        />
      ),
    columns: columnsOf(answer, view.comparable),
    hidden: ['ad_load', 'inferred_impressions'],
    order: { column: 'paid_pct', descending: true },
    total: texts.allPlacements,
    foot: texts.placementsFoot(limit, count(answer.meta.min_impressions)),
  }
}

function columnsOf(answer: SlotMix, comparable: boolean): Column<SlotMixRow>[] {
  const { totals } = answer.data
  const cells = {
    impressions: (of: Figures) => (
      <Explain explanation={explanationsOf(answer, of).impressions}>{count(of.total_impressions)}</Explain>
    ),
    paid: (of: Figures) => (
      <>
        <PaidBar pct={of.paid_pct} limit={answer.meta.limit_pct} />
        <span className={classes.value}>
          <Explain explanation={explanationsOf(answer, of).paidShare}>{share(of.paid_pct)}</Explain>
        </span>
      </>
    ),
    change: (of: Figures) => (
      <ChangeCell
        change={of.comparison?.paid_pct_change ?? null}
        better={paidShareMetric.better}
        explanation={explanationsOf(answer, of).change}
        comparable={comparable}
      />
    ),
    load: (of: Figures) => <Explain explanation={explanationsOf(answer, of).adLoad}>{loadText(of.ad_load)}</Explain>,
    inferred: (of: Figures) => (
      <Explain explanation={explanationsOf(answer, of).inferred}>{count(of.inferred_impressions)}</Explain>
    ),
  }
  const tooFew = texts.tooFew(count(answer.meta.min_impressions))
  return [
    {
      key: 'total_impressions',
      title: texts.impressions,
      value: (row) => row.total_impressions,
      priority: 2,
      cell: cells.impressions,
      total: cells.impressions(totals),
    },
    {
      ...headOf(paidShareMetric),
      help: paidShareMetric.formula,
      value: (row) => (row.limit_state === 'too_few' ? null : row.paid_pct),
      cell: (row) => (row.limit_state === 'too_few' ? <span title={tooFew}>{NO_VALUE}</span> : cells.paid(row)),
      total: cells.paid(totals),
    },
    {
      key: 'change',
      title: texts.change,
      help: texts.changeHelp,
      priority: 1,
      value: (row) => (row.limit_state === 'too_few' ? null : (row.comparison?.paid_pct_change?.value ?? null)),
      cell: (row) => (row.limit_state === 'too_few' ? NO_VALUE : cells.change(row)),
      total: cells.change(totals),
    },
    {
      ...headOf(adLoadMetric),
      help: adLoadMetric.formula,
      priority: 3,
      value: (row) => row.ad_load,
      cell: cells.load,
      total: cells.load(totals),
    },
    {
      key: inferredMetric.key,
      title: texts.inferred,
      help: inferredMetric.formula,
      priority: 4,
      value: (row) => row.inferred_impressions,
      cell: cells.inferred,
      total: cells.inferred(totals),
    },
  ]
}
