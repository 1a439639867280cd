'use client'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Simulation } from '../../lib/endpoints.ts'
import { count, sumMoney } from '../../lib/formats.ts'
import { parseNumber } from '../../lib/parseNumber.ts'
import { verdictSentence } from '../../lib/verdictSentence.ts'
import { Card } from '../../ui/View.tsx'
import type { Draft } from './draft.ts'
import classes from './Packages.module.css'
import { texts } from './strings.ts'

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
    <Card label={texts.willItFit} className={classes.pad ?? ''}>
      <h2>{texts.willItFit}</h2>
      <div aria-live="polite">
        {!isKnown && <p className={classes.under}>{texts.enterUnitsAndAPrice}</p>}
        {isKnown && error && <p role="alert">{error.message}</p>}
        {isKnown && !error && data && <Answer simulation={data} />}
      </div>
      {isKnown && <Link href={`/simulator/?${dealQuery(draft, price, units)}`}>{texts.openInTheSimulator}</Link>}
    </Card>
  )
}

function Answer({ simulation: { data, meta } }: { readonly simulation: Simulation }) {
  const { displaced_commission: displaced, safe_deal: safe } = data
  return (
    <>
      <p>
        <b>{verdictSentence({ data })}</b>
      </p>
      <p className={classes.under}>
        {texts.largestSafeDealImpressions(count(safe.impressions))}
        {displaced !== null &&
          data.delivered > 0 &&
          texts.displacesAboutOfCommission(sumMoney(displaced.mid, meta.currency))}
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
