'use client'
import { Button } from '@mantine/core'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { dayIn, NO_VALUE, sumMoney } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { useSave } from '../../lib/useSave.ts'
import form from '../../ui/Form.module.css'
import { Loading } from '../../ui/States.tsx'
import { useDiscard } from '../../ui/useDiscard.ts'
import { Card, ViewHead } from '../../ui/View.tsx'
import { type Draft, draftFrom, priceOf, problemsIn, termsOf } from './draft.ts'
import { FitCard } from './FitCard.tsx'
import classes from './Packages.module.css'
import { FIELD_WORDS, texts } from './strings.ts'

/** Calendars and searchable lists load after the page. */
const TermsFields = later(() => import('./TermsFields.tsx').then((module) => module.TermsFields))

const KNOWN = [...Object.keys(FIELD_WORDS), 'merchant_id']

/** Is the promise safe? */
export function NewPackageView() {
  const me = useMe()
  return me === undefined ? <Loading slow={null} /> : <NewPackage me={me} />
}

function NewPackage({ me }: { readonly me: Me }) {
  const { currency, time_zone: timeZone } = me.organisation
  const params = useSearchParams()
  const router = useRouter()
  const today = dayIn(timeZone, Date.now())
  const [draft, setDraft] = useState<Draft>(() => draftFrom(new URLSearchParams(params.toString()), today))
  const [isChecked, setChecked] = useState(false)
  const save = useSave(KNOWN)
  const discard = useDiscard(() => router.push('/packages/'))
  const problems = problemsIn(draft, currency)
  const price = priceOf(draft, currency)
  const submit = async () => {
    setChecked(true)
    if (Object.keys(problems).length > 0 || draft.merchant === null || save.isBusy) return
    const body = { ...termsOf(draft, currency), merchant_id: draft.merchant, package_type: draft.type }
    const made = await save.run(() => call(ENDPOINTS.createPackage, { body }))
    if (made !== null) router.push(`/packages/view/?id=${made.data.package_id}`)
  }
  return (
    <>
      <ViewHead
        crumbs={[{ href: '/packages/', label: texts.packages }]}
        here={texts.newPackage}
        title={texts.newPackage}
        answer={{ lead: texts.itStartsAsADraft, rest: texts.nothingIsReservedUntil }}
      />
      <div className={classes.columns}>
        <Card label={texts.terms} className={classes.pad ?? ''}>
          <form
            noValidate
            {...discard.form}
            onSubmit={(event) => {
              event.preventDefault()
              void submit()
            }}
          >
            {save.error !== null && (
              <p role="alert" className={form.error}>
                {save.error}
              </p>
            )}
            <TermsFields
              waiting={<Loading slow={null} />}
              draft={draft}
              currency={currency}
              errors={{ ...save.fields, ...(isChecked ? problems : {}) }}
              onChange={(part) => setDraft({ ...draft, ...part })}
            />
            <div className={classes.foot}>
              {discard.isAsking && <p role="alert">{texts.discardThisPackage}</p>}
              <Button onClick={discard.isAsking ? () => router.push('/packages/') : discard.leave}>
                {discard.isAsking ? texts.discard : texts.cancel}
              </Button>
              <Button type="submit" variant="filled" loading={save.isBusy}>
                {texts.createDraft}
              </Button>
            </div>
          </form>
        </Card>
        <div>
          <Card label={texts.price} className={classes.pad ?? ''}>
            <h2>{texts.price}</h2>
            <p className={classes.price}>{price === null ? NO_VALUE : sumMoney(price, currency)}</p>
          </Card>
          {may(me, 'simulate_deals') && draft.type === 'CPI' && (
            <FitCard draft={draft} price={price} currency={currency} today={today} />
          )}
        </div>
      </div>
    </>
  )
}
