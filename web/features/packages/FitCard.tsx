'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Simulation } from '../../lib/endpoints.ts'
import { count, shortCount, sumMoney } from '../../lib/formats.ts'
import { parseNumber } from '../../lib/parseNumber.ts'
import { Card } from '../../ui/View.tsx'
import type { Draft } from './draft.ts'
import classes from './Packages.module.css'

/** Pause after typing before the server is asked. */
const REST_MS = 400

/** Whether a CPI package fits, from the simulator. */
export function FitCard(props: {
  readonly draft: Draft
  readonly price: string | null
  readonly currency: string
  readonly today: string
}) {
  const [{ draft, price }] = useDebouncedValue({ draft: props.draft, price: props.price }, REST_MS)
  const units = parseNumber(draft.units)
  const isKnown = units !== null && price !== null && draft.start > props.today
  const body = {
    budget: price ?? '0',
    currency: props.currency,
    requested_impressions: units ?? 1,
    start_date: draft.start,
    end_date: draft.end,
    merchant_id: draft.merchant,
    placement_ids: [...draft.placements],
  }
  const { data, error } = useQuery({
    queryKey: ['simulate', body],
    queryFn: ({ signal }): Promise<Simulation> => call(ENDPOINTS.simulate, { body, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    enabled: isKnown,
  })
  return (
    <Card label="Will it fit?" className={classes.pad ?? ''}>
      <h2>Will it fit?</h2>
      <div aria-live="polite">
        {!isKnown && <p className={classes.under}>Enter units and a price, and a first day after today.</p>}
        {isKnown && error && <p role="alert">{error.message}</p>}
        {isKnown && !error && data && <Answer simulation={data} />}
      </div>
      {isKnown && <Link href={`/simulator/?${dealQuery(draft, price, units)}`}>Open in the simulator</Link>}
    </Card>
  )
}

function Answer({ simulation: { data, meta } }: { readonly simulation: Simulation }) {
  const { delivery_feasibility: verdict, displaced_commission: displaced, safe_deal: safe } = data
  const words = {
    'Feasible (30% allocation)': `Yes: ${shortCount(data.goal)} impressions fit.`,
    'Feasible (50% allocation - HIGH RISK)': `At high risk: over the 30% that is safe.`,
    'Not Feasible': `No: ${shortCount(data.delivered)} of ${shortCount(data.goal)} impressions fit.`,
  }[verdict]
  return (
    <>
      <p>
        <b>{words}</b>
      </p>
      <p className={classes.under}>
        Largest safe deal: {count(safe.impressions)} impressions.
        {displaced !== null &&
          data.delivered > 0 &&
          ` Displaces about ${sumMoney(displaced.mid, meta.currency)} of commission.`}
      </p>
    </>
  )
}

function dealQuery(draft: Draft, price: string | null, units: number | null): URLSearchParams {
  const query = new URLSearchParams({
    budget: price ?? '',
    impressions: String(units ?? ''),
    from: draft.start,
    to: draft.end,
  })
  if (draft.merchant !== null) query.set('merchant', draft.merchant)
  if (draft.placements.length > 0) query.set('placements', draft.placements.join(','))
  return query
}
