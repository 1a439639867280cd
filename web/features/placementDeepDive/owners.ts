import type { Change } from '@bx/contracts/metrics/change'
import { impressionShareMetric } from '@bx/contracts/metrics/impressionShare'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { sharesPct } from '@bx/contracts/metrics/shareOut'
import { deepDiveTable } from '@bx/contracts/tables/exposureTables'
import { changeText, noiseWords, overFullDays } from '../../lib/compareWords.ts'
import type { PlacementDeepDive } from '../../lib/endpoints.ts'
import { count, percentage, ratio } from '../../lib/formats.ts'
import type { Explanation } from '../../ui/explanation.ts'
import { explain } from '../../ui/explanations.ts'
import type { FigureTable } from '../../ui/figureTable.ts'
import { topShareText } from './kpis.ts'
import { texts } from './strings.ts'

/** A row of the ranked table. */
export interface Owner {
  /** Starts at 1; null for the rest. */
  readonly rank: number | null
  readonly id: string | null
  readonly name: string
  readonly impressions: number
  readonly share: number | null
  /** The displayed share in percent: displayed shares of all rows add up to 100. */
  readonly shown: number | null
  /** Change over whole days, percentage points. */
  readonly change: Change | null
  /** Share of this row and all above it. */
  readonly running: number | null
}

/** The ten largest and the rest, with a running total that ends at the whole. */
export function ownersOf(data: PlacementDeepDive['data']): Owner[] {
  const total = data.totals.impressions
  const share = (n: number) => (total > 0 ? n / total : null)
  const shown = sharesPct([...data.top_merchants.map((row) => row.impressions), data.other.impressions], 1)
  let sum = 0
  const named: Owner[] = data.top_merchants.map((row, i) => {
    sum += row.impressions
    return {
      rank: i + 1,
      id: row.merchant_id,
      name: row.merchant_name,
      impressions: row.impressions,
      share: share(row.impressions),
      shown: shown[i]!,
      change: row.share_change,
      running: share(sum),
    }
  })
  if (data.other.merchants === 0) return named
  const { merchants, impressions, share_change: change } = data.other
  const name = texts.merchantsOf(count(merchants), merchants === 1)
  return [
    ...named,
    {
      ...{ rank: null, id: null, name, impressions, share: share(impressions), shown: shown.at(-1)! },
      ...{ change, running: share(sum + impressions) },
    },
  ]
}

/** The slices as rows, the rest last. */
export function ownersTable({ data, meta }: PlacementDeepDive): FigureTable {
  const owners = ownersOf(data)
  const nameOf = (owner: Owner) => (owner.id === null ? texts.other : owner.name)
  return {
    head: [texts.merchant, texts.impressions, texts.share],
    rows: owners.map((owner) => [nameOf(owner), count(owner.impressions), percentage(owner.shown, 1)]),
    csv: deepDiveTable({ data, meta }),
  }
}

/** The ring in a sentence. */
export function describeOwners(data: PlacementDeepDive['data']): string {
  const [first] = ownersOf(data)
  if (first === undefined) return texts.merchantsByShareOfImpressionsNo
  return texts.merchantsByShareOfImpressionsMost(percentage(first.shown, 1), first.name, topShareText(data, 3))
}

export function explainOwner({ data, meta }: PlacementDeepDive, owner: Owner): Explanation {
  const value = percentage(owner.shown, 1)
  return explain({ meta, scope: ownerScope(data, owner) }, impressionShareMetric, {
    value,
    division: [
      { value: count(owner.impressions), label: texts.impressionsInText },
      '÷',
      { value: count(data.totals.impressions), label: texts.ofAll },
      '=',
      { value, label: texts.shareInText },
    ],
  })
}

/** How many impressions the row has; its share is explained separately. */
export function explainOwnerImpressions({ data, meta }: PlacementDeepDive, owner: Owner): Explanation {
  return explain({ meta, scope: ownerScope(data, owner) }, impressionsMetric, { value: count(owner.impressions) })
}

export function explainOwnerChange({ data, meta }: PlacementDeepDive, { change, ...owner }: Owner): Explanation | null {
  if (change === null) return null
  const noise = change.within_noise ? texts.withinNoise : ''
  const value = `${changeText(change)}${noise}`
  const label = texts.changeOf(impressionShareMetric.label)
  return explain(
    { meta, scope: ownerScope(data, { change, ...owner }) },
    { ...impressionShareMetric, label },
    { value },
    [
      [texts.range, noiseWords(change)],
      [texts.compared, overFullDays(meta) || texts.bothPeriods],
    ],
  )
}

export function explainRunning({ data, meta }: PlacementDeepDive, owner: Owner): Explanation {
  const value = ratio(owner.running)
  return explain(
    { meta, scope: ownerScope(data, owner) },
    { ...impressionShareMetric, label: texts.cumulativeShare },
    {
      value,
      says: texts.shareOfThisRow,
    },
  )
}

function ownerScope(data: PlacementDeepDive['data'], owner: Owner): string {
  return texts.in(owner.id === null ? texts.otherOf(owner.name) : owner.name, data.placement.placement_name)
}
