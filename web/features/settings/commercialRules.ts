import { call } from '../../lib/api.ts'
import { type CommercialRules, ENDPOINTS } from '../../lib/endpoints.ts'
import { RULE_LABELS } from './strings.ts'

// The rules of commercial people as forms of texts: which fields each has, and how they become the body of a request.

export const RULE_FORMS = ['pricing', 'packages', 'pacing', 'slot_mix'] as const
export type RuleForm = (typeof RULE_FORMS)[number]
export type RuleTexts = Readonly<Record<string, string>>

/** The fields of a form as texts, in order. */
export function textsOf(form: RuleForm, rules: Pick<CommercialRules, RuleForm>): RuleTexts {
  const { version: _, changed_by: __, changed_at: ___, ...values } = rules[form]
  const flat: Record<string, unknown> =
    'floor_price' in values
      ? {
          hold_days: values.hold_days,
          ...Object.fromEntries(Object.entries(values.floor_price).map(([type, price]) => [`floor_${type}`, price])),
        }
      : values
  return Object.fromEntries(Object.keys(RULE_LABELS[form]).map((field) => [field, String(flat[field])]))
}

/** Saves a form. Amounts are sent as text, so that they stay exact. */
export function saveRules(form: RuleForm, texts: RuleTexts, version: number) {
  const number = (field: string) => Number(texts[field])
  if (form === 'slot_mix') {
    const body = { limit_pct: number('limit_pct'), min_impressions: number('min_impressions'), version }
    return call(ENDPOINTS.writeSlotMixLimit, { body })
  }
  if (form === 'pacing') {
    const body = {
      ...{ under_pct: number('under_pct'), over_pct: number('over_pct'), warm_up_hours: number('warm_up_hours') },
      ...{ least_planned_units: number('least_planned_units'), wanted_pct: number('wanted_pct') },
      ...{ alert_pct: number('alert_pct'), most_pct: number('most_pct'), valid_minutes: number('valid_minutes') },
      ...{ automatic: texts.automatic === 'true', version },
    }
    return call(ENDPOINTS.writePacingRules, { body })
  }
  if (form === 'packages') {
    const floor_price = { cpi: texts.floor_cpi!, cpc: texts.floor_cpc!, cpa: texts.floor_cpa! }
    return call(ENDPOINTS.writePackageRules, { body: { hold_days: number('hold_days'), floor_price, version } })
  }
  const body = {
    ...{ base_cpm: texts.base_cpm!, base_cpc: texts.base_cpc!, quote_days: number('quote_days'), version },
    ...{ high_value_factor: number('high_value_factor'), high_value_pct: number('high_value_pct') },
    ...{ reach_pct: number('reach_pct'), ctr_pct: number('ctr_pct') },
    ...{ cvr_low_pct: number('cvr_low_pct'), cvr_high_pct: number('cvr_high_pct') },
  }
  return call(ENDPOINTS.writePricingRates, { body })
}
