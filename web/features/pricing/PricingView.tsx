'use client'
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { addDays } from '../../lib/addDays.ts'
import { ApiError } from '../../lib/api.ts'
import type { Me, Quote } from '../../lib/endpoints.ts'
import { dayIn } from '../../lib/formats.ts'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { usePlacements } from '../../lib/usePlacementNames.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { Card, ViewBody, ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { askOf, firstAsk } from './ask.ts'
import { OurSide } from './OurSide.tsx'
import { PriceForm } from './PriceForm.tsx'
import classes from './Pricing.module.css'
import { QuoteActions } from './QuoteActions.tsx'
import { QuoteCard } from './QuoteCard.tsx'
import { QuotesTable } from './QuotesTable.tsx'
import { texts } from './strings.ts'
import { useAsk } from './useAsk.ts'
import { usePrice, useRules } from './usePrice.ts'
import { useQuotes } from './useQuotes.ts'

/** What does this budget buy? */
export function PricingView() {
  const me = useMe()
  return me === undefined ? <Loading slow={null} /> : <Pricing me={me} />
}

function Pricing({ me }: { readonly me: Me }) {
  const { currency, time_zone: timeZone } = me.organisation
  const today = dayIn(timeZone, Date.now())
  const first = useMemo(() => firstAsk(today, currency), [today, currency])
  const { ask, quoteId, change, open } = useAsk(first)
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const onProblem = (field: string, problem: string | null) =>
    setFields(({ [field]: _, ...others }) => (problem === null ? others : { ...others, [field]: problem }))
  const isValid = Object.keys(fields).length === 0 && ask.start >= addDays(today, 1) && ask.end >= ask.start
  const rules = useRules()
  const { placements = [] } = usePlacements()
  const { quote: priced, error, isWaiting } = usePrice(ask, isValid)
  const { query, group, csv } = useQuotes()
  const quote = query.data?.data.find(({ package_id: id }) => id === quoteId) ?? null
  const choose = (chosen: Quote) => open(askOf(chosen), chosen.package_id)
  const shown = priced !== undefined && error === null
  return (
    <>
      <ViewHead
        title={texts.pricing}
        answer={shown && isValid ? answerOf(priced) : null}
        csv={csv}
        sheet={texts.quotes}
        isList
        actions={
          <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => open(first, null)}>
            {texts.newQuote}
          </Button>
        }
      />
      <div className={classes.layout}>
        <PriceForm {...{ ask, rules, placements, currency, today, onProblem }} onChange={change} />
        <ViewBody isWaiting={isWaiting}>
          {error && <Refused error={error} onRetry={() => change({})} />}
          {shown ? (
            <>
              <QuoteCard {...{ priced, quote, rules, timeZone }} />
              <OurSide priced={priced}>
                <QuoteActions
                  {...{ ask, priced, quote, rules }}
                  maySell={may(me, 'sell_packages')}
                  onSaved={(saved) => open(ask, saved.package_id)}
                />
              </OurSide>
            </>
          ) : isValid && !error ? (
            <Loading slow={null} />
          ) : (
            !error && (
              <Card label={texts.theQuote} className={classes.pad ?? ''}>
                <p className={classes.hint}>{texts.notPriced}</p>
              </Card>
            )
          )}
        </ViewBody>
      </div>
      {query.data && <QuotesTable list={query.data} group={group} chosen={quoteId} today={today} onChoose={choose} />}
      {query.error && query.data === undefined && (
        <ErrorState error={query.error} what={texts.quotes} onRetry={() => void query.refetch()} />
      )}
    </>
  )
}

/** What the server says about the inputs; other errors can be retried. */
function Refused({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const words = error instanceof ApiError ? Object.values(error.fields).join(' ') : ''
  if (words === '') return <ErrorState error={error} what={texts.reported} onRetry={onRetry} />
  return (
    <Card label={texts.theQuote} className={classes.pad ?? ''}>
      <p role="alert">{words}</p>
    </Card>
  )
}
