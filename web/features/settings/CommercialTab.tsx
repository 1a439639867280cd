'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../lib/api.ts'
import { type CommercialRules, ENDPOINTS, type Me } from '../../lib/endpoints.ts'
import { count } from '../../lib/formats.ts'
import { later } from '../../lib/later.tsx'
import { may } from '../../lib/may.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card } from '../../ui/View.tsx'
import { RULE_FORMS, type RuleForm, textsOf } from './commercialRules.ts'
import classes from './OrganisationTab.module.css'
import { RULE_LABELS, RULE_WORDS, texts, YES_NO } from './strings.ts'

const RulesDialog = later(() => import('./RulesDialog.tsx').then((module) => module.RulesDialog))

/** The price list, the rules of packages, and the limit of the paid share. */
export function CommercialTab({ me }: { readonly me: Me }) {
  const [open, setOpen] = useState<RuleForm | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['commercialRules'],
    queryFn: () => call(ENDPOINTS.readCommercialRules),
  })
  if (data === undefined) {
    if (error === null) return <Loading slow={null} />
    return <ErrorState error={error} what={texts.pricesAndRules} onRetry={() => void refetch()} />
  }
  return (
    <>
      {RULE_FORMS.map((form) => (
        <RulesCard
          key={form}
          form={form}
          rules={data.data}
          onEdit={may(me, 'change_prices') ? () => setOpen(form) : undefined}
        />
      ))}
      {open !== null && <RulesDialog form={open} opened={data.data} onClose={() => setOpen(null)} />}
    </>
  )
}

function RulesCard(props: {
  readonly form: RuleForm
  readonly rules: CommercialRules
  readonly onEdit: (() => void) | undefined
}) {
  const { form, rules, onEdit } = props
  const { title, note } = RULE_WORDS[form]
  const { version, changed_by: by } = rules[form]
  return (
    <Card label={title}>
      <div className={table.tableHead}>
        <h2>
          {title}
          <span>{by === null ? texts.asInstalled : texts.versionBy(count(version), by)}</span>
        </h2>
        {onEdit && <Button onClick={onEdit}>{texts.editOf(title)}</Button>}
      </div>
      <dl className={classes.rules}>
        {Object.entries(textsOf(form, rules)).map(([field, value], i) => (
          <div key={field}>
            <dt>{RULE_LABELS[form][field]}</dt>
            <dd className={classes.value}>
              {field === 'automatic' ? YES_NO[value === 'true' ? 'true' : 'false'] : value}
            </dd>
            <dd className={classes.note}>{i === 0 && note}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
