'use client'
import { Button } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type CommercialRules, ENDPOINTS, type PricedQuote, type Quote } from '../../lib/endpoints.ts'
import { count, shortCount } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { useSave } from '../../lib/useSave.ts'
import form from '../../ui/Form.module.css'
import type { Ask } from './ask.ts'
import { texts, unitsText } from './strings.ts'

/** Dialogs are no part of the page's first load. */
const SaveDialog = later(() => import('./QuoteDialogs.tsx').then((module) => module.SaveDialog))
const ApproveDialog = later(() => import('./QuoteDialogs.tsx').then((module) => module.ApproveDialog))

type Open = 'save' | 'approve' | null

/** What the user may do next: save, hold, approve; then it is a package. */
export function QuoteActions(props: {
  readonly ask: Ask
  readonly priced: PricedQuote
  readonly quote: Quote | null
  readonly rules: CommercialRules | undefined
  readonly maySell: boolean
  readonly onSaved: (quote: Quote) => void
}) {
  const { quote, rules } = props
  const [open, setOpen] = useState<Open>(null)
  const save = useSave()
  const can = (action: Quote['actions'][number]) => quote?.actions.includes(action) === true
  const move = (route: typeof ENDPOINTS.holdPackage | typeof ENDPOINTS.quotePackage) =>
    void save.run(() =>
      call(route as typeof ENDPOINTS.holdPackage, {
        params: { package_id: quote!.package_id },
        body: { version: quote!.version },
      }),
    )
  const days = rules?.packages.hold_days ?? null
  const isExpired = quote?.quote_state === 'expired'
  return (
    <>
      {save.error !== null && (
        <p role="alert" className={form.error}>
          {save.error}
        </p>
      )}
      {quote === null && props.maySell && (
        <Button variant="filled" onClick={() => setOpen('save')}>
          {texts.saveQuote}
        </Button>
      )}
      {quote !== null && (
        <Button component={Link} href={`/packages/proposal/?id=${quote.package_id}`}>
          {texts.printProposal}
        </Button>
      )}
      {quote !== null && (
        <Button component={Link} href={`/packages/view/?id=${quote.package_id}`}>
          {texts.openPackage}
        </Button>
      )}
      {can('quote') && isExpired && (
        <Button variant="filled" loading={save.isBusy} onClick={() => move(ENDPOINTS.quotePackage)}>
          {texts.quoteAgain}
        </Button>
      )}
      {can('hold') && !isExpired && (
        <Button variant="filled" loading={save.isBusy} onClick={() => move(ENDPOINTS.holdPackage)}>
          {texts.holdFor(
            unitsText(quote!.package_type, quote!.units, shortCount(quote!.units)),
            count(days),
            days === 1,
          )}
        </Button>
      )}
      {can('approve') && (
        <Button variant="filled" onClick={() => setOpen('approve')}>
          {texts.approve}
        </Button>
      )}
      {open === 'save' && <SaveDialog {...props} onClose={() => setOpen(null)} />}
      {open === 'approve' && quote !== null && <ApproveDialog quote={quote} onClose={() => setOpen(null)} />}
    </>
  )
}
