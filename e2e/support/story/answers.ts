import { parseMoney } from '@bx/contracts/money'
import type { APIRequestContext } from '@playwright/test'
import { expect } from 'vitest'
import type { Counts, Figures, Sales } from './figures.ts'
import type { Story } from './story.ts'

// The figures as the API answers them. Rates are made again from the counts of the same answer.

interface Reach {
  readonly unique_users: number
  readonly unique_users_exact: boolean
  readonly visitor_share: number
}
interface OverviewRow extends Reach {
  readonly placement_id: string
  readonly total_impressions: number
  readonly viewable_impressions: number
  readonly merchants_shown_sum: number
  readonly sessions: number
  readonly fill_rate: number
}
interface Outcome {
  readonly placement_id: string
  readonly impressions: number
  readonly clicks: number
  readonly conversions: number
  readonly total_revenue: string
  readonly ctr_pct: number
  readonly rejected_conversions: number
  readonly assisted_conversions: number
}

export async function readAnswers(request: APIRequestContext, story: Story): Promise<Figures> {
  const { placement, merchant, days } = story
  const ask = async (path: string, more = '') => {
    const range = `start_date=${days[0]}&end_date=${days[1]}&compare=none${more}`
    const answer = await request.get(`/api/analytics/${path}?${range}`)
    expect(answer.status(), path).toBe(200)
    return (await answer.json()).data
  }
  const overview: OverviewRow = here((await ask('placements/overview')).rows)
  const card: Outcome = here((await ask('placements/scorecard')).rows)
  const { totals, funnel, placements } = await ask(`merchants/${merchant.id}/summary`)
  const benchmark = (await ask(`merchants/${merchant.id}/benchmark`)).totals
  const paths = (await ask('conversion-paths', `&merchant_id=${merchant.id}`)).totals
  const deepDive = await ask(`placements/${placement.id}/deep-dive`)
  const owner = (id: string) =>
    deepDive.top_merchants.find((row: { merchant_id: string }) => row.merchant_id === id)?.impressions ?? 0

  expect(card.impressions).toBe(overview.total_impressions)
  expect(deepDive.totals.impressions).toBe(overview.total_impressions)
  for (const row of [card, funnel, benchmark]) expect(row.ctr_pct).toBeCloseTo((100 * row.clicks) / row.impressions, 2)
  expect(benchmark.impressions).toBe(totals.impressions)
  expect(placements.reduce((all: number, row: Outcome) => all + row.impressions, 0)).toBe(totals.impressions)
  const { clicks, conversions, rejected_conversions } = benchmark
  expect(funnel).toMatchObject({ clicks, conversions, rejected_conversions })
  expect(paths.median_within_pct).toBe(0)
  const unattributed = benchmark.unattributed.reasons.map((row: { reason: string } & Outcome): [string, Sales] => [
    row.reason,
    salesOf(row),
  ])
  return {
    placement: {
      ...countsOf({ ...overview, impressions: overview.total_impressions }, card),
      assisted: card.assisted_conversions,
      ...{ merchantsShown: overview.merchants_shown_sum, sessions: overview.sessions },
      ...slotsOf(overview.fill_rate),
    },
    merchant: {
      ...countsOf(totals, benchmark),
      unattributed: Object.fromEntries(unattributed),
      unattributedClicks: funnel.unattributed_clicks,
      repeatedClicks: benchmark.repeated_clicks,
    },
    paths: {
      ...{ sales: paths.conversions, commission: parseMoney(paths.total_revenue) },
      medianSeconds: Math.round(paths.median_hours * 3600),
    },
    owners: [owner(merchant.id), owner(story.other.id)],
  }

  function here<Row extends { readonly placement_id: string }>(rows: readonly Row[]): Row {
    return rows.find((row) => row.placement_id === placement.id)!
  }
}

function countsOf(
  shown: Reach & { readonly impressions: number; readonly viewable_impressions: number },
  card: Outcome,
) {
  expect(shown.unique_users_exact).toBe(true)
  const [sales, commission] = salesOf(card)
  const counts: Counts = {
    ...{ impressions: shown.impressions, viewable: shown.viewable_impressions, reach: shown.unique_users },
    visitors: shown.visitor_share * shown.unique_users,
    ...{ clicks: card.clicks, sales, commission, rejected: card.rejected_conversions },
  }
  return counts
}

function salesOf({ conversions, total_revenue }: Pick<Outcome, 'conversions' | 'total_revenue'>): Sales {
  return [conversions, parseMoney(total_revenue)]
}

/** The story's lists have 8 slots. */
function slotsOf(fillRate: number) {
  return { filled: fillRate * 8, available: 8 }
}
